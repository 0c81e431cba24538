package version

import (
	"testing"

	"doorstroommonitor/internal/message/messagetest"
)

func TestEveryFaultIsSaidInDutch(t *testing.T) { messagetest.Complete(t, texts) }

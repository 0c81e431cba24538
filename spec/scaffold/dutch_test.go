package scaffold

import (
	"testing"

	"doorstroommonitor/internal/message/messagetest"
)

func TestEveryRefusalIsSaidInDutch(t *testing.T) { messagetest.Complete(t, texts) }

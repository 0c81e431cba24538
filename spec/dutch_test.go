package spec

import (
	"testing"

	"doorstroommonitor/internal/message/messagetest"
)

func TestEveryFaultOfASpecificationIsSaidInDutch(t *testing.T) { messagetest.Complete(t, texts) }

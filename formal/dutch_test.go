package formal

import (
	"testing"

	"doorstroommonitor/internal/message/messagetest"
)

func TestEveryFaultOfADesignIsSaidInDutch(t *testing.T) {
	messagetest.Complete(t, texts, "formal.go")
}

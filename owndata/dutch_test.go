package owndata

import (
	"testing"

	"doorstroommonitor/internal/message/messagetest"
)

func TestEveryFaultIsSaidInDutch(t *testing.T) {
	messagetest.Complete(t, texts, "verify.go", "write.go")
}

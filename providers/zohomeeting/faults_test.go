package zohomeeting_test

import (
	"testing"

	"github.com/libmeet/meeting/provider/providertest"
)

func TestFaults(t *testing.T) {
	t.Run("meetings", func(t *testing.T) { providertest.Faults(t, harness()) })
	t.Run("sessions", func(t *testing.T) { providertest.Faults(t, sessionsHarness()) })
}

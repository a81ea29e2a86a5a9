package whereby_test

import (
	"testing"

	"github.com/libmeet/meeting/provider/providertest"
)

func TestFaults(t *testing.T) { providertest.Faults(t, harness()) }

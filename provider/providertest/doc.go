// Package providertest checks that an adapter keeps the contract of package
// provider, and lends it vendors to be checked against.
//
// [Run] is the conformance suite. Each of its cases carries the sentence of the
// contract that it enforces and prints it when it fails. An adapter's test is a
// [Harness] and one call:
//
//	func TestConformance(t *testing.T) {
//		var sim *providertest.Simulator
//		providertest.Run(t, providertest.Harness{
//			Vendor: "zoom",
//			New: func(t testing.TB) provider.Provider {
//				sim = providertest.NewSimulator(t)
//				p, err := zoom.New(zoom.Config{BaseURL: sim.URL(), …})
//				…
//			},
//			Requests: func() int { return sim.Requests() },
//		})
//	}
//
// [Faults] is the fault kit: it lays a line between the adapter and its vendor,
// spoils what passes in some two hundred ways, and says beside each what must come
// of it. It works in virtual time, so its vendor must be in the same process:
//
//	NewWith: func(t testing.TB, w providertest.Wiring) provider.Provider {
//		sim = providertest.NewSimulatorInProcess()
//		p, err := zoom.New(zoom.Config{BaseURL: sim.URL(), Transport: w.Wrap(sim.Transport()), Logger: w.Logger, …})
//		…
//	},
//
// [NewSimulator] starts the five vendors on a loopback address, and
// [NewSimulatorInProcess] without one.
package providertest

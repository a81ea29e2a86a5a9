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
// [NewSimulator] starts the five vendors on a loopback address.
package providertest

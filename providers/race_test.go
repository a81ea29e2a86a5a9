//go:build race

package providers_test

// The race detector makes processes slow to start: the larger numbers are for the
// run without it.
const defaultKeys, defaultCalls = 24, 150

//go:build !race

package providers_test

const defaultKeys, defaultCalls = 60, 500

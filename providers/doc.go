// Package providers knows every vendor: it reads a config file and opens a
// [provider.Set] of what the file names.
//
//	cfg, err := providers.Load("meetctl.yaml", nil, providers.Environment{Lookup: os.LookupEnv, ReadFile: os.ReadFile})
//	…
//	set, err := providers.Open(cfg, providers.OpenOptions{})
//
// Each vendor is a [Kind], a plain value; [Kinds] returns ours, and an
// application adds its own by appending to that slice. Nothing is registered and
// nothing here reads the process's environment: references such as
// env:ZOOM_CLIENT_SECRET are looked up through the [Environment] that is passed.
//
// An application that needs one vendor only can import that adapter alone (for
// example providers/zoom) and leave the others out of its binary.
package providers

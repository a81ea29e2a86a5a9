package providers

import (
	"github.com/libmeet/meeting/provider"
)

// Kinds returns the vendors that this module has adapters for, in the order of
// the documentation. The slice is the caller's: append to it to add a kind.
func Kinds() []Kind {
	return []Kind{}
}

// adapter keeps a failed constructor from becoming a provider that is not nil.
func adapter[P provider.Provider](p P, err error) (provider.Provider, error) {
	if err != nil {
		return nil, err
	}
	return p, nil
}

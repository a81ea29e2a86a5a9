package meeting

import "fmt"

// Flag is a switch that may be unknown: the zero Flag says nothing, so a vendor's
// silence is never taken for "off".
type Flag uint8

// The values of a [Flag].
const (
	Unset Flag = iota // not known in results, not asked for in requests
	Off
	On
)

// FlagOf returns On for true and Off for false.
func FlagOf(on bool) Flag {
	if on {
		return On
	}
	return Off
}

// Bool returns the switch and whether it is known.
func (f Flag) Bool() (on, known bool) { return f == On, f != Unset }

// IsZero reports whether the Flag says nothing.
func (f Flag) IsZero() bool { return f == Unset }

// String returns "true", "false" or "".
func (f Flag) String() string {
	switch f {
	case On:
		return "true"
	case Off:
		return "false"
	}
	return ""
}

// MarshalJSON writes true, false or null. Members of this package are left out
// when unset.
func (f Flag) MarshalJSON() ([]byte, error) {
	if f == Unset {
		return []byte("null"), nil
	}
	return []byte(f.String()), nil
}

// UnmarshalJSON reads true, false or null.
func (f *Flag) UnmarshalJSON(data []byte) error {
	switch string(data) {
	case "true":
		*f = On
	case "false":
		*f = Off
	case "null":
		*f = Unset
	default:
		return fmt.Errorf("a flag is true or false, not %.20q", data)
	}
	return nil
}

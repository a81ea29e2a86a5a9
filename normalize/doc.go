// Package normalize turns the vendors' payloads into the model. It is pure: no
// network, no clock, no logger; so it reads stored payloads as well as fresh ones.
//
// Each function takes the payload as the vendor sent it, in its envelope or
// without, and is tolerant where vendors are sloppy: an id may be a number or a
// string, a number may stand in quotes, null may stand for a list, and a value of
// a foreign type costs its own member only. It is strict where a guess would do
// harm: text that is not JSON, a meeting without an id and a time that can't be
// read are [meeting.ErrProtocol], never a zero value.
//
// Results keep the vendor's object in Raw, but for those of the functions that say
// otherwise. Raw shares its memory with the texts beside it: it is to be read only.
// The payload itself is the caller's again when a function returns.
package normalize

package store

import (
	"encoding/json"
	"time"
)

type leaseJSON struct {
	Holder  string    `json:"holder,omitempty"`
	Fence   int64     `json:"fence"`
	Expires time.Time `json:"expires,omitzero"`
}

// readLease takes what it can't read for no lease.
func readLease(value []byte) Lease {
	var w leaseJSON
	if json.Unmarshal(value, &w) != nil {
		return Lease{}
	}
	return Lease{Holder: w.Holder, Fence: w.Fence, Expires: w.Expires}
}

func writeLease(l Lease) []byte {
	value, _ := json.Marshal(leaseJSON{l.Holder, l.Fence, l.Expires}) // of plain members: never fails
	return value
}

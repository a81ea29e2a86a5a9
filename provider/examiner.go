package provider

import (
	"context"
	"fmt"

	"github.com/libmeet/meeting"
)

// Examiner finds out, with reads only, why calls fail or will fail.
type Examiner interface {
	// Examine looks at everything that it can, also after a failure, and returns what
	// it found, each with its remedy. It makes, changes and deletes nothing; a token
	// may be fetched.
	Examine(ctx context.Context) []Finding
}

// Finding is the result of one check.
type Finding struct {
	Provider string        `json:"provider"`
	Check    string        `json:"check"` // one of the checks below, or a vendor's own
	Status   FindingStatus `json:"status"`
	Message  string        `json:"message"`          // one line, for people
	Remedy   string        `json:"remedy,omitempty"` // what to do about it

	Kind meeting.ErrorKind `json:"-"` // of a failure: which error calls end with
}

// FindingStatus is how serious a finding is.
type FindingStatus string

// The grades of a finding.
const (
	FindingOK   FindingStatus = "ok"
	FindingWarn FindingStatus = "warn" // it works, but not all of it, or not for long
	FindingFail FindingStatus = "fail" // calls fail
)

// The checks that several vendors have.
const (
	CheckConfig       = "config"
	CheckToken        = "token"
	CheckDataCenter   = "data_center"
	CheckAccess       = "access" // the vendor answers a read
	CheckScopes       = "scopes"
	CheckDialect      = "dialect"
	CheckOrganisation = "organisation"
	CheckClock        = "clock"
	CheckLimits       = "limits"
	CheckWebhook      = "webhook"
)

// Examine has the provider examine itself. One that can't is a warning.
func (c *Client) Examine(ctx context.Context) (findings []Finding) {
	defer func() {
		if v := recover(); v != nil {
			findings = append(findings, Finding{Check: CheckAccess, Status: FindingFail, Kind: meeting.ErrProtocol,
				Message: "the adapter panicked: " + panicText(v), Remedy: "report it to the adapter's author"})
		}
		for i := range findings {
			f := &findings[i]
			f.Provider, f.Message, f.Remedy = c.info.Name, meeting.OneLine(f.Message), meeting.OneLine(f.Remedy)
		}
	}()
	p, ok := c.provider.(Examiner)
	if !ok {
		return []Finding{{Check: CheckConfig, Status: FindingWarn,
			Message: fmt.Sprintf("the adapter of %s can't examine itself", c.info.Vendor), Remedy: "try a read, such as a list"}}
	}
	return p.Examine(ctx)
}

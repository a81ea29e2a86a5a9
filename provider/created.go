package provider

import (
	"context"

	"github.com/libmeet/meeting"
)

// Created returns the meeting that an earlier create with req's key made, and never
// makes one. [meeting.ErrNotFound] means that none was sent or that none came of it.
// What CreateMeeting would look for at the vendor is looked for here too; the other
// errors are those of CreateMeeting.
func (c *Client) Created(ctx context.Context, req meeting.CreateRequest) (meeting.Meeting, error) {
	return invoke(c, OpCreate, "", func() (meeting.Meeting, error) {
		if req.Key == "" {
			return meeting.Meeting{}, meeting.Invalidf("key", "it is missing")
		}
		if c.journal.store == nil {
			return meeting.Meeting{}, errNoStore
		}
		k, err := c.scheduled(req)
		if err != nil {
			return meeting.Meeting{}, err
		}
		held, release, err := c.journal.hold(ctx, k.key)
		if err != nil {
			return meeting.Meeting{}, err
		}
		defer release()
		m, absent, err := c.recall(held, k)
		if !absent {
			return m, err
		}
		if err := c.journal.forget(held, k.key); err != nil {
			return meeting.Meeting{}, err
		}
		return meeting.Meeting{}, &meeting.Error{Kind: meeting.ErrNotFound, Message: "the key made no meeting"}
	})
}

var errNoStore error = &meeting.Error{Kind: meeting.ErrUnsupported, Message: "a key needs a store, which this client does not have"}

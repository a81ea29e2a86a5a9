package providers

import (
	"time"

	"github.com/libmeet/meeting"
	"go.yaml.in/yaml/v3"
)

// webhook reads how a provider's events are checked:
//
//	webhook:
//	  secrets: [env:ZOOM_WEBHOOK, env:ZOOM_WEBHOOK_OLD]   # one may stand without brackets
//	  tolerance: 5m
func (r *reader) webhook(e entry, kind Kind, at lines) (Webhook, error) {
	var w Webhook
	if !kind.Webhooks {
		return w, r.errorf(e.place, "%s has no webhooks", kind.Name)
	}
	entries, err := r.entries(e.place, e.value, []string{"secrets", "tolerance"})
	if err != nil {
		return w, err
	}
	for _, e := range entries {
		at.at["webhook."+e.name] = e.line
		switch e.name {
		case "secrets":
			w.Secrets, err = r.secrets(e)
		case "tolerance":
			w.Tolerance, err = r.duration(e)
		}
		if err != nil {
			return w, err
		}
	}
	return w, nil
}

// secrets reads a list of secrets, or one.
func (r *reader) secrets(e entry) ([]meeting.Secret, error) {
	n := follow(e.value)
	if n.Kind != yaml.SequenceNode {
		secret, err := r.secret(e)
		return []meeting.Secret{secret}, err
	}
	if len(n.Content) == 0 {
		return nil, r.errorf(e.place, "the list is empty")
	}
	list := make([]meeting.Secret, len(n.Content))
	for i, item := range n.Content {
		var err error
		if list[i], err = r.secret(entry{place{item.Line, e.key}, e.name, item}); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// duration reads a length of time such as 90s or 5m.
func (r *reader) duration(e entry) (time.Duration, error) {
	v, err := r.scalar(e)
	if err != nil {
		return 0, err
	}
	d, err := time.ParseDuration(v.text)
	if err != nil || d <= 0 {
		return 0, r.errorf(e.place, "%s is no length of time such as 90s or 5m", v)
	}
	return d, nil
}

package providers

import (
	"github.com/libmeet/meeting/internal/zoho"
	"github.com/libmeet/meeting/normalize"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers/whereby"
	"github.com/libmeet/meeting/providers/zohocliq"
	"github.com/libmeet/meeting/providers/zohomeeting"
	"github.com/libmeet/meeting/providers/zohosdk"
	"github.com/libmeet/meeting/providers/zoom"
)

// Kinds returns the vendors that this module has adapters for, in the order of
// the documentation. The slice is the caller's: append to it to add a kind.
func Kinds() []Kind {
	return []Kind{zohoMeetingKind(), zohoSDKKind(), zoomKind(), wherebyKind(), zohoCliqKind()}
}

func zohoMeetingKind() Kind {
	return Kind{
		Name:        zohomeeting.Kind,
		Options:     []string{"dialect", "org_id", "presenter"},
		DataCenters: zoho.Names(),
		Plans:       zoho.Plans(),
		New: func(s Settings) (provider.Provider, error) {
			return adapter(zohomeeting.New(zohomeeting.Config{
				Name: s.Name, BaseURL: s.BaseURL, DataCenter: s.DataCenter, Auth: s.Auth, Dialect: s.Options["dialect"],
				OrgID: s.Options["org_id"], Presenter: s.Options["presenter"],
				Transport: s.Transport, Logger: s.Logger, Observer: s.Observer, Now: s.Now,
				Store: s.Store, StoreKey: s.StoreKey, OnStoreError: s.OnStoreError, Limits: s.Limits, Ledgers: s.ledgers,
			}))
		},
		Read: Readers{
			Meeting: normalize.ZohoAnyMeeting, Page: normalize.ZohoAnyPage, Participants: normalize.ZohoAnyParticipants,
			Detect: normalize.Envelope,
		},
	}
}

func zohoSDKKind() Kind {
	return Kind{
		Name:        zohosdk.Kind,
		Options:     []string{"org_id", "presenter"},
		DataCenters: zoho.Names(),
		Plans:       zoho.Plans(),
		New: func(s Settings) (provider.Provider, error) {
			return adapter(zohosdk.New(zohosdk.Config{
				Name: s.Name, BaseURL: s.BaseURL, DataCenter: s.DataCenter, Auth: s.Auth, OrgID: s.Options["org_id"], Presenter: s.Options["presenter"],
				Transport: s.Transport, Logger: s.Logger, Observer: s.Observer, Now: s.Now,
				Store: s.Store, StoreKey: s.StoreKey, OnStoreError: s.OnStoreError, Limits: s.Limits, Ledgers: s.ledgers,
			}))
		},
		Read: Readers{Meeting: normalize.ZohoSDKMeeting, Page: normalize.ZohoSDKMeetings, Detect: normalize.Envelope},
	}
}

func zoomKind() Kind {
	return Kind{
		Name:    zoom.Kind,
		Options: []string{"user_id", "participants"},
		Plans:   []string{"free", "pro", "business"}, Webhooks: true,
		New: func(s Settings) (provider.Provider, error) {
			return adapter(zoom.New(zoom.Config{
				Name: s.Name, BaseURL: s.BaseURL, Auth: s.Auth, UserID: s.Options["user_id"],
				Participants: s.Options["participants"],
				Transport:    s.Transport, Logger: s.Logger, Observer: s.Observer, Now: s.Now,
				Store: s.Store, StoreKey: s.StoreKey, OnStoreError: s.OnStoreError, Limits: s.Limits, Ledgers: s.ledgers,
				WebhookSecrets: s.Webhook.Secrets, WebhookTolerance: s.Webhook.Tolerance,
			}))
		},
		Read: Readers{
			Meeting: normalize.ZoomMeeting, Page: normalize.ZoomMeetings, Participants: normalize.ZoomParticipants,
			Detect: normalize.Envelope,
		},
	}
}

func wherebyKind() Kind {
	return Kind{
		Name:  whereby.Kind,
		Plans: []string{"build", "grow"}, Webhooks: true,
		New: func(s Settings) (provider.Provider, error) {
			return adapter(whereby.New(whereby.Config{
				Name: s.Name, BaseURL: s.BaseURL, Auth: s.Auth, Transport: s.Transport, Logger: s.Logger, Observer: s.Observer, Now: s.Now,
				Store: s.Store, OnStoreError: s.OnStoreError, Limits: s.Limits, Ledgers: s.ledgers,
				WebhookSecrets: s.Webhook.Secrets, WebhookTolerance: s.Webhook.Tolerance,
			}))
		},
		Read: Readers{Meeting: normalize.WherebyMeeting, Page: normalize.WherebyMeetings, Detect: normalize.Envelope},
	}
}

func zohoCliqKind() Kind {
	return Kind{
		Name:        zohocliq.Kind,
		Options:     []string{"calendar_id"},
		DataCenters: zoho.Names(),
		New: func(s Settings) (provider.Provider, error) {
			return adapter(zohocliq.New(zohocliq.Config{
				Name: s.Name, BaseURL: s.BaseURL, DataCenter: s.DataCenter, Auth: s.Auth, CalendarID: s.Options["calendar_id"],
				Transport: s.Transport, Logger: s.Logger, Observer: s.Observer, Now: s.Now,
				Store: s.Store, StoreKey: s.StoreKey, OnStoreError: s.OnStoreError, Limits: s.Limits, Ledgers: s.ledgers,
			}))
		},
		Read: Readers{
			Meeting: normalize.CliqMeeting, Page: normalize.CliqMeetings, Participants: normalize.CliqParticipants,
			Detect: normalize.Envelope,
		},
	}
}

// adapter keeps a failed constructor from becoming a provider that is not nil.
func adapter[P provider.Provider](p P, err error) (provider.Provider, error) {
	if err != nil {
		return nil, err
	}
	return p, nil
}

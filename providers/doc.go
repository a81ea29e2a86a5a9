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
// # State
//
// Tokens, what is spent of the vendors' limits, and the create journal are kept in
// the store that the application hands in as [OpenOptions.Store]; the config file
// only names it (store:). Everything that uses the same credential shares its tokens
// and its limits, whatever the provider is called, and refreshes tokens once. Client
// secrets and API keys are never written to the store. Close the [provider.Set]
// before the store.
//
// With store_key: env:NAME in the config file, tokens, and the answers to keyed
// creates with their host links and passcodes, are encrypted in the store
// (AES-256-GCM, with a key derived from that text: make it 32 random bytes, for
// example of "openssl rand -base64 32"). Without it the mode of the file (0600) is
// what protects them, or the database's own access rights. What was stored before
// there was a key is encrypted when it is next used. A token that can't be decrypted
// is replaced and [OpenOptions.OnStoreError] is told; where each refresh token is
// good once (Zoom's flow refresh_token) it is left alone and calls fail until the
// key is put right. A keyed create whose answer can't be decrypted fails; it is
// never sent again for that.
//
// # Limits
//
// Calls wait for what is known of the vendor's limits before they are sent. A call
// whose turn comes after its deadline, or, without a deadline, in more than an hour,
// fails at once with [meeting.ErrRateLimited], the time to come back, and nothing
// sent. Under limits: in the config file stand the vendor's plan (plan:, a word of
// [Kind].Plans; "none" keeps no limits), a figure of your own (requests_per_minute:)
// and whether nobody else uses the account (exclusive: true). What each vendor's
// limits are stands in the docs of its adapter.
//
// # Signing in
//
// With the flow refresh_token the file may leave refresh_token out: it is then the one
// that a sign-in put into the store ("meetctl auth login", or
// [provider.Client.AuthorizeURL] and [provider.Client.Authorize]). The record is found
// by token_url, flow, client_id and account_id, any word of which keeps two accounts of
// one client apart.
//
// # Webhooks
//
// A provider whose vendor sends events believes those that are signed with a secret of
// webhook.secrets, one or a list, no older than webhook.tolerance (five minutes if not
// given); see package provider/events:
//
//	webhook: {secrets: [env:ZOOM_WEBHOOK, env:ZOOM_WEBHOOK_OLD], tolerance: 5m}
//
// An application that needs one vendor only can import that adapter alone (for
// example providers/zoom) and leave the others out of its binary.
package providers

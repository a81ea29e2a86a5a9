// Package provider is the contract between applications and the adapters of
// online-meeting vendors, and the front that both meet at.
//
// Applications hold a [Client]. It checks a request, says what the vendor can't
// do before anything is sent ([Preflight]), calls the adapter, checks the answer
// and completes the error. Lists are iterators that end when the vendor's pages
// do. Calls may wait for the vendor's limits ([Client.Headroom] tells): give them a
// deadline.
//
// Authors of adapters implement [Provider] and those of the optional abilities
// ([Getter], [Lister], [EventParser], [Examiner], …) that the vendor has, each in its own file
// here, above the Client method that uses it. Their duties, once for all:
//
//   - Every method may be called by many goroutines at once.
//   - Every method returns soon after its context ends, with an error that
//     matches the context's.
//   - A method sends a request once. Retries, credentials and quotas live below,
//     in the transport; a create is never sent twice.
//   - Instants are in UTC, ids are kept as the vendor wrote them, unknown members
//     stay zero.
//   - An error is a [*meeting.Error] with a kind and, where there was an answer,
//     its status and the vendor's code. With an error every other result is zero.
//   - What [Info] disclaims returns an error matching [meeting.ErrUnsupported]
//     without any network traffic; what it claims works. Package providertest
//     checks both.
package provider

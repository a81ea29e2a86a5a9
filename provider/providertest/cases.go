package providertest

// cases is the suite, in the order of the documentation of package provider.
func cases() []conformanceCase {
	return []conformanceCase{
		{"info/pure", "Info is pure: no I/O, the same answer each time", infoPure},
		{"info/named", "Info names the provider and its vendor", infoNamed},
		{"info/vocabulary", "capabilities use the contract's operations and members, each once, and members only of operations that are claimed", infoVocabulary},
		{"info/interfaces", "a claimed operation has its interface, and an interface has an operation that is claimed", infoInterfaces},
		{"events/signed", "an event is believed when the vendor signed it just now, byte by byte, and never else", eventsSigned},
		{"examine", "Examine finds nothing that fails at a vendor that is well, names every finding, and ends with its context", examine},
		{"unsupported", "a disclaimed call returns ErrUnsupported, also as errors.ErrUnsupported, without any network traffic", disclaimed},
		{"supported", "what Info claims works", claimed},

		{"create/answer", "create returns what was asked for of title, start and duration", createAnswer},
		{"create/raw answer", "ids are not empty, times are in UTC, links are absolute, the vendor's object is kept", createRaw},
		{"create/distinct", "two creates make two meetings", createDistinct},
		{"create/fields", "a claimed member of the request reaches the vendor and is no loss", createFields},
		{"create/native", "Native is merged over the body that the adapter builds", createNative},
		{"instant", "an instant meeting starts now, once, and has a link", instantStarted},

		{"get/after create", "get returns the meeting that create returned", getAfterCreate},
		{"list/finds", "a list holds what was created", listFinds},
		{"list/pages", "paging to the end gives each meeting once", listPages},
		{"list/restarts", "a list can be ranged over again, from the start", listRestarts},
		{"list/lazy", "a list fetches no page that nobody asked for", listLazy},
		{"list/bad token", "a page token that the vendor can't have given is an error, not a list", listBadToken},
		{"list/window", "every meeting listed fits the query", listWindow},
		{"list/bad query", "a query that is wrong is ErrInvalid, without any network traffic", listBadQuery},

		{"update/only named", "an update changes what the patch names and nothing else", updateOnlyNamed},
		{"update/bad patch", "a patch that is wrong, or names what can't be changed, is refused without any network traffic", updateBadPatch},
		{"cancel/gone", "a cancelled meeting is not found any more", cancelGone},
		{"cancel/twice", "cancelling what is gone is nil where the vendor's delete is idempotent, else ErrNotFound", cancelTwice},
		{"update/occurrence", "a change of one meeting of a series changes that one, and of it only what is claimed", occurrenceUpdated},
		{"cancel/occurrence", "a cancel of one meeting of a series leaves the others", occurrenceCancelled},
		{"end", "a running meeting that is ended does not run any more", endRunning},
		{"registrants", "who is added is listed, with the status that was decided on", registrantsDecided},
		{"participants", "participants have the model's states and roles, and times in UTC", participants},

		{"errors/unknown id", "an id that names nothing is ErrNotFound, with provider, operation and id", unknownID},
		{"errors/zero value", "with an error every other result is zero", zeroValues},
		{"errors/hostile id", "an id that could leave its place in a URL is ErrInvalid, without any network traffic", hostileIDs},
		{"errors/escaped id", "an adapter keeps an id in its place in the URL", escapedIDs},
		{"errors/invalid request", "a request that is wrong is ErrInvalid, without any network traffic", invalidRequests},
		{"context/cancelled", "a call whose context has ended returns its error and sends nothing", contextCancelled},
		{"context/deadline", "a call returns soon after its context ends", contextDeadline},

		{"losses/listed", "preflight lists what is lost, is offline, and the default policy refuses what changes when, whether or for whom", lossesListed},
		{"losses/strict", "the policy strict refuses every loss, without any network traffic", lossesStrict},
		{"losses/best effort", "the policy best-effort refuses none, and the meeting lists what was lost", lossesBestEffort},
		{"losses/length", "text beyond the claimed length is cut and reported, and one that fits exactly is taken", lossesLength},

		{"concurrency", "every method may be called by many goroutines at once", concurrency},
		{"credentials/renewed", "an access token that is refused early is renewed once and the call repeated once", credentialRenewed},
		{"credentials/unprinted", "no credential, host link or passcode stands in an error, a log, fmt output or JSON", secretsUnprinted},
	}
}

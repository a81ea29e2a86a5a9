// Package meeting is the vocabulary that every vendor of online meetings is
// translated into: [Meeting], [Participant], [Recording], the requests, and the
// errors. It knows no vendor and imports the standard library only.
//
// Units are the same everywhere. Instants are UTC with the IANA zone beside
// them ([Meeting.Start], [Meeting.Zone]); lengths of time are [time.Duration];
// ids are strings; sizes are bytes. The zero value of a member means that it is
// not known: [Flag] tells "off" from "not said", and an empty enum is a word
// that the vendor did not say or that this package does not know (the word
// itself stays in Raw).
//
// Whatever lets somebody in as a host, or in at all, is a [Secret] and prints as
// a placeholder; [Secret.Reveal] is the one way to read it.
//
// Every failure of the library is an [*Error] with a Kind; match it with
// errors.Is:
//
//	if errors.Is(err, meeting.ErrNotFound) { … }
//
// Applications hold a [github.com/libmeet/meeting/provider.Client]; the adapters
// are in providers/.
package meeting

package meeting

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"strings"
)

// Raw is a vendor's own JSON object as it came, secrets included. Under fmt and
// log/slog it prints its size, under encoding/json it is redacted; convert it to
// []byte to read it.
type Raw []byte

// String returns the size.
func (r Raw) String() string {
	if len(r) == 0 {
		return ""
	}
	return fmt.Sprintf("[%d bytes]", len(r))
}

// Format prints the size under every verb.
func (r Raw) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, r.String()) }

// GoString returns the size.
func (r Raw) GoString() string { return r.String() }

// LogValue returns the size.
func (r Raw) LogValue() slog.Value { return slog.StringValue(r.String()) }

// MarshalJSON returns the object with its secrets redacted.
func (r Raw) MarshalJSON() ([]byte, error) { return RedactRaw(json.RawMessage(r)), nil }

// UnmarshalJSON keeps a copy of data.
func (r *Raw) UnmarshalJSON(data []byte) error {
	*r = append(Raw(nil), data...)
	return nil
}

// secretNames are the parts of member names, in lower case and without
// separators, under which the vendors keep what lets somebody in (contracts:
// zoom.md A3 and B1, zoho.md A1, A2.3 and B5, whereby-cliq.md 1A and 1B).
var secretNames = []string{
	"password", "passcode", "pwd", "secret", "token", "accesskey", "hostkey", "signature",
	"starturl", "startlink", "hosturl", "hostroomurl", "downloadurl", "playurl", "streaming",
}

// personalNames are those of what belongs to one registrant: his link lets only him
// in, a meeting's is for all.
var personalNames = append(secretNames[:len(secretNames):len(secretNames)], "joinurl")

// RedactRaw returns payload with the text and numbers at and below every member
// whose name is known to hold a secret replaced by [Redacted]. Text that is not
// JSON comes back as null: it can't be told what in it is secret.
func RedactRaw(payload json.RawMessage) json.RawMessage { return redact(payload, secretNames) }

func redact(payload json.RawMessage, names []string) json.RawMessage {
	dec := json.NewDecoder(bytes.NewReader(payload))
	dec.UseNumber() // ids beyond 2^53 must survive
	var out bytes.Buffer
	if err := redactValue(dec, &out, false, names); err != nil {
		return json.RawMessage("null")
	}
	return out.Bytes()
}

func redactValue(dec *json.Decoder, out *bytes.Buffer, secret bool, names []string) error {
	token, err := dec.Token()
	if err != nil {
		return err
	}
	switch t := token.(type) {
	case json.Delim:
		return redactMembers(dec, out, t, secret, names)
	case string:
		return writeJSON(out, pick(secret && t != "", Redacted, t))
	case json.Number:
		if secret {
			return writeJSON(out, Redacted)
		}
		out.WriteString(t.String())
		return nil
	default: // true, false and null give nothing away
		return writeJSON(out, t)
	}
}

// redactMembers copies an object or array whose opening delimiter was read.
func redactMembers(dec *json.Decoder, out *bytes.Buffer, open json.Delim, secret bool, names []string) error {
	out.WriteString(open.String())
	for first := true; dec.More(); first = false {
		if !first {
			out.WriteByte(',')
		}
		below, inside := secret, names
		if open == '{' {
			name, err := dec.Token()
			if err != nil {
				return err
			}
			if err := writeJSON(out, name); err != nil {
				return err
			}
			out.WriteByte(':')
			below = secret || isSecretName(name.(string), names)
			if strings.HasPrefix(name.(string), "registrant") {
				inside = personalNames
			}
		}
		if err := redactValue(dec, out, below, inside); err != nil {
			return err
		}
	}
	end, err := dec.Token()
	if err != nil {
		return err
	}
	out.WriteString(end.(json.Delim).String())
	return nil
}

func isSecretName(name string, names []string) bool {
	plain := strings.ToLower(strings.NewReplacer("_", "", "-", "").Replace(name))
	for _, part := range names {
		if strings.Contains(plain, part) {
			return true
		}
	}
	return false
}

func pick(yes bool, a, b string) string {
	if yes {
		return a
	}
	return b
}

// writeJSON keeps <, > and & as they are, as the vendor sent them.
func writeJSON(out *bytes.Buffer, v any) error {
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return err
	}
	out.Truncate(out.Len() - 1) // Encode ends with a newline
	return nil
}

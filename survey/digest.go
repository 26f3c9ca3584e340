package survey

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// Digest is the SHA-256 of plain values. What is empty in them is left out, so that a
// field which a later version adds makes no other digest of what was there before.
func Digest(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // values of our own that always encode
	}
	values, err := decoded(text)
	if err != nil {
		panic(err)
	}
	sum := sha256.Sum256([]byte(encoded(filled(values))))
	return hex.EncodeToString(sum[:])
}

// filled are values without the fields that are empty. A list keeps its length.
func filled(value any) any {
	switch v := value.(type) {
	case map[string]any:
		kept := map[string]any{}
		for name, part := range v {
			if part = filled(part); !empty(part) {
				kept[name] = part
			}
		}
		return kept
	case []any:
		kept := make([]any, len(v))
		for i, part := range v {
			kept[i] = filled(part)
		}
		return kept
	}
	return value
}

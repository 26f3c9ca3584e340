package edition

import (
	"crypto/ed25519"
	"crypto/x509"
	"encoding/pem"

	"hailong/survey"
)

const publicKeyBlock = "PUBLIC KEY"

// EncodeKey writes a public key as PEM, which other programs read too.
func EncodeKey(key ed25519.PublicKey) ([]byte, error) {
	der, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		return nil, err
	}
	return pem.EncodeToMemory(&pem.Block{Type: publicKeyBlock, Bytes: der}), nil
}

// ParseKey reads a public key from PEM.
func ParseKey(text []byte) (ed25519.PublicKey, error) {
	block, _ := pem.Decode(text)
	if block == nil || block.Type != publicKeyBlock {
		return nil, survey.Fail(survey.Invalid, "verify.key_form", nil)
	}
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return nil, survey.Fail(survey.Invalid, "verify.key_form", nil).Because(err)
	}
	public, ok := key.(ed25519.PublicKey)
	if !ok {
		return nil, survey.Fail(survey.Invalid, "verify.key_form", nil)
	}
	return public, nil
}

// Package issuertest is an OpenID Connect issuer of tests: a server of its own with a
// key of its own, which signs one person in without asking, and can be told to
// misbehave.
package issuertest

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"
)

// The client that the issuer knows.
const (
	ClientID     = "hailong"
	ClientSecret = "chỉ dùng để thử" //nolint:gosec // it opens nothing but this issuer
)

// Issuer is a running issuer. Its fields may be changed between requests.
type Issuer struct {
	URL       string
	Person    map[string]any              // what it says of who signs in: email, email_verified…
	Cancelled bool                        // the person does not want to
	Twist     func(claims map[string]any) // spoils a token before it is signed; may be nil
	Unsigned  bool                        // tokens are of alg none
	Strange   bool                        // tokens are signed with a key that it does not publish

	now      func() time.Time
	key, odd *rsa.PrivateKey
	mu       sync.Mutex
	codes    map[string]url.Values // what each unused code was asked for with
}

// New starts an issuer that goes by now; it ends with the test.
func New(t testing.TB, now func() time.Time) *Issuer {
	t.Helper()
	i := &Issuer{now: now, codes: map[string]url.Values{}}
	for _, key := range []**rsa.PrivateKey{&i.key, &i.odd} {
		made, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			t.Fatal(err)
		}
		*key = made
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", i.discovery)
	mux.HandleFunc("GET /keys", i.keys)
	mux.HandleFunc("GET /authorize", i.authorize)
	mux.HandleFunc("POST /token", i.token)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	i.URL = server.URL
	return i
}

func (i *Issuer) discovery(w http.ResponseWriter, _ *http.Request) {
	answer(w, http.StatusOK, map[string]any{
		"issuer": i.URL, "authorization_endpoint": i.URL + "/authorize", "token_endpoint": i.URL + "/token",
		"jwks_uri": i.URL + "/keys", "id_token_signing_alg_values_supported": []string{"RS256"},
		"response_types_supported": []string{"code"}, "subject_types_supported": []string{"public"},
	})
}

func (i *Issuer) keys(w http.ResponseWriter, _ *http.Request) {
	answer(w, http.StatusOK, map[string]any{"keys": []map[string]string{{
		"kty": "RSA", "alg": "RS256", "use": "sig", "kid": "1",
		"n": text(i.key.N.Bytes()), "e": text(big.NewInt(int64(i.key.E)).Bytes()),
	}}})
}

// authorize sends the browser back with a code, as if the person had signed in.
func (i *Issuer) authorize(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if q.Get("client_id") != ClientID || q.Get("response_type") != "code" || q.Get("redirect_uri") == "" ||
		q.Get("code_challenge_method") != "S256" || q.Get("code_challenge") == "" {
		http.Error(w, "invalid_request", http.StatusBadRequest)
		return
	}
	back := url.Values{"state": {q.Get("state")}}
	if i.Cancelled {
		back.Set("error", "access_denied")
	} else {
		code := rand.Text()
		i.mu.Lock()
		i.codes[code] = q
		i.mu.Unlock()
		back.Set("code", code)
	}
	to := q.Get("redirect_uri") + "?" + back.Encode()
	http.Redirect(w, r, to, http.StatusFound) //nolint:gosec // its only visitors are tests
}

// token gives a token for a code: once, to its client, who knows the verifier.
func (i *Issuer) token(w http.ResponseWriter, r *http.Request) {
	id, secret, _ := r.BasicAuth()
	if plain, err := url.QueryUnescape(secret); err != nil || id != ClientID || plain != ClientSecret {
		answer(w, http.StatusUnauthorized, map[string]any{"error": "invalid_client"})
		return
	}
	i.mu.Lock()
	asked := i.codes[r.FormValue("code")]
	delete(i.codes, r.FormValue("code"))
	i.mu.Unlock()
	sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	if asked == nil || asked.Get("code_challenge") != text(sum[:]) ||
		asked.Get("redirect_uri") != r.FormValue("redirect_uri") {
		answer(w, http.StatusBadRequest, map[string]any{"error": "invalid_grant"})
		return
	}
	claims := map[string]any{
		"iss": i.URL, "sub": "1", "aud": ClientID, "nonce": asked.Get("nonce"),
		"iat": i.now().Unix(), "exp": i.now().Add(5 * time.Minute).Unix(),
	}
	maps.Copy(claims, i.Person)
	if i.Twist != nil {
		i.Twist(claims)
	}
	answer(w, http.StatusOK, map[string]any{
		"access_token": rand.Text(), "token_type": "Bearer", "expires_in": 300, "id_token": i.sign(claims),
	})
}

// sign makes a JWT (RFC 7519) of claims.
func (i *Issuer) sign(claims map[string]any) string {
	header, key := map[string]any{"alg": "RS256", "kid": "1"}, i.key
	if i.Strange {
		key = i.odd
	}
	if i.Unsigned {
		header = map[string]any{"alg": "none"}
	}
	signed := text(encoded(header)) + "." + text(encoded(claims))
	if i.Unsigned {
		return signed + "."
	}
	sum := sha256.Sum256([]byte(signed))
	signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
	if err != nil {
		panic(err) // a good key always signs
	}
	return signed + "." + text(signature)
}

func text(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func encoded(value any) []byte {
	b, err := json.Marshal(value)
	if err != nil {
		panic(err) // what tests say of a person encodes
	}
	return b
}

func answer(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(encoded(value))
}

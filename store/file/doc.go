// Package file keeps what people attach by what is in it: a file's name is the SHA-256
// of its bytes. They lie in a folder, or in an object store that speaks S3 (ADR 0025).
package file

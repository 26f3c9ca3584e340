package main

import (
	"fmt"
	"os"
	"strings"

	"hailong/store"
	"hailong/store/file"
)

// fileSettings are where attached files are kept. The object store's secret is no flag,
// which every user of the machine could read.
type fileSettings struct {
	Files string `env:"HAILONG_FILES" help:"Folder of attached files, made when the first comes, or s3://HOST[:PORT]/BUCKET[/PREFIX][?region=R&insecure=1]. Default: beside the SQLite file, its name without .db and with -files; hailong-files with PostgreSQL. Instances share one; each database has its own."`
	S3Key string `name:"s3-key" env:"HAILONG_S3_KEY" help:"Key by which the object store knows this service. Its secret: HAILONG_S3_SECRET, or a file named by HAILONG_S3_SECRET_FILE (environment only)."`
}

// filesAt is the setting in force. Two databases in one folder do not share their files:
// what one has nothing to do with would be swept from under the other.
func (s *fileSettings) filesAt(database string) string {
	switch {
	case s.Files != "":
		return s.Files
	case store.IsPostgres(database):
		return "hailong-files"
	}
	return strings.TrimSuffix(database, ".db") + "-files"
}

// files opens the keeper of files.
func (s *fileSettings) files(database string) (file.Keeper, error) {
	secret, err := s3Secret()
	if err != nil {
		return nil, err
	}
	return file.Open(s.filesAt(database), file.Keys{Key: s.S3Key, Secret: secret})
}

// s3Secret is the object store's secret, from the environment or from a file that it names.
func s3Secret() (string, error) {
	path := os.Getenv("HAILONG_S3_SECRET_FILE")
	if path == "" {
		return os.Getenv("HAILONG_S3_SECRET"), nil
	}
	text, err := os.ReadFile(path) //nolint:gosec // the operator says which file
	if err != nil {
		return "", fmt.Errorf("HAILONG_S3_SECRET_FILE: %w", err)
	}
	return strings.TrimSpace(string(text)), nil
}

// fileLines are the settings in force, the secret hidden.
func (s *fileSettings) fileLines(database string) ([][2]string, error) {
	if _, err := s.files(database); err != nil {
		return nil, err
	}
	secret, err := s3Secret()
	if err != nil || secret != "" {
		secret = "xxxxx"
	}
	return [][2]string{
		{"HAILONG_FILES", s.filesAt(database)},
		{"HAILONG_S3_KEY", s.S3Key},
		{"HAILONG_S3_SECRET", secret},
	}, nil
}

package failover

import (
	"errors"
	"fmt"
	"strconv"
)

// Settings say which database to use. FromEnvironment reads them where the web tier puts them.
type Settings struct {
	Engine     string // mysql, mariadb or postgres
	Host       string // the endpoint's name, never an address: a failover moves it to another address
	ReaderHost string // the endpoint for what may be read late; Host where there is no other
	Port       int
	Name       string
	SecretARN  string // the secret with username and password, or
	User       string // who logs in with tokens of IAM
	CABundle   string // a file with the certificates of those who may have issued the server's, as PEM
}

// FromEnvironment reads the variables that a server of the web tier has, with os.Getenv. It tells of all that are missing.
func FromEnvironment(getenv func(string) string) (Settings, error) {
	var problems []error
	required := func(name string) string {
		value := getenv(name)
		if value == "" {
			problems = append(problems, fmt.Errorf("%s is not set", name))
		}
		return value
	}
	settings := Settings{
		Engine:     required("DATABASE_ENGINE"),
		Host:       required("DATABASE_HOST"),
		ReaderHost: getenv("DATABASE_READER_HOST"),
		Name:       required("DATABASE_NAME"),
		SecretARN:  getenv("DATABASE_SECRET_ARN"),
		User:       getenv("DATABASE_USER"),
		CABundle:   required("DATABASE_CA_BUNDLE"),
	}
	if settings.ReaderHost == "" {
		settings.ReaderHost = settings.Host
	}
	if settings.SecretARN == "" && settings.User == "" {
		problems = append(problems, errors.New("neither DATABASE_SECRET_ARN nor DATABASE_USER is set"))
	}
	if text := required("DATABASE_PORT"); text != "" {
		port, err := strconv.ParseUint(text, 10, 16)
		if err != nil || port == 0 {
			problems = append(problems, fmt.Errorf("DATABASE_PORT is %q, which is no port", text))
		}
		settings.Port = int(port)
	}
	return settings, errors.Join(problems...)
}

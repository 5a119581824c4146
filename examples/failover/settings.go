package failover

import (
	"errors"
	"fmt"
	"strconv"
)

// Settings say which database to use. FromEnvironment reads them where the web tier puts them.
type Settings struct {
	Engine    string // mysql, mariadb or postgres
	Host      string // the endpoint's name, never an address: a failover moves it to another address
	Port      int
	Name      string
	SecretARN string // the secret with username and password
	CABundle  string // certificates that the server's certificate must come from, as PEM
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
		Engine:    required("DATABASE_ENGINE"),
		Host:      required("DATABASE_HOST"),
		Name:      required("DATABASE_NAME"),
		SecretARN: required("DATABASE_SECRET_ARN"),
		CABundle:  required("DATABASE_CA_BUNDLE"),
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

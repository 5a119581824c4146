// Command ledger books units in the database that the environment names, until it is interrupted, tells of every outage,
// and then checks that nothing was lost or written twice. Run it on a server of the web tier while you force a failover:
//
//	ledger -create
//	ledger
//
// It makes three tables, applied_operations, ledger_accounts and ledger_entries, and empties them at each -create.
package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log"
	"net"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/feature/rds/auth"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"

	"github.com/evenkeel-cdk/evenkeel/examples/failover"
	"github.com/evenkeel-cdk/evenkeel/examples/failover/ledger"
)

func main() {
	create := flag.Bool("create", false, "make the tables, empty, and end")
	writers := flag.Int("writers", 4, "how many write at a time")
	flag.Parse()
	if err := run(*create, *writers); err != nil {
		log.Fatal(err)
	}
}

func run(create bool, writers int) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	settings, err := failover.FromEnvironment(os.Getenv)
	if err != nil {
		return err
	}
	cloud, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return err
	}
	db, err := failover.Open(settings, failover.Options{Login: login(settings, cloud), OnRetry: logRetry})
	if err != nil {
		return err
	}
	defer db.Close() //nolint:errcheck // the program ends
	if create {
		return ledger.Create(ctx, db.DB)
	}

	load := ledger.Start(context.WithoutCancel(ctx), writers, func(ctx context.Context, operation string, account int) error {
		return db.Once(ctx, operation, func(ctx context.Context, tx *sql.Tx) error {
			return ledger.Book(ctx, tx, settings.Engine, operation, account)
		})
	})
	watch(ctx, load)
	log.Print("stopping; an operation under way may take three minutes")
	result := load.Stop()
	for operation, err := range result.Failed {
		log.Printf("%s failed: %v", operation, err)
	}
	outage, end := result.Outage()
	log.Printf("%d operations acknowledged, %d failed; the longest time without any was %.1f s, until %s",
		len(result.Acknowledged), len(result.Failed), outage.Seconds(), end.Format(time.TimeOnly))
	if err := ledger.Check(context.WithoutCancel(ctx), db.DB, result); err != nil {
		return fmt.Errorf("the ledger is wrong:\n%w", err)
	}
	log.Print("nothing was lost and nothing was written twice")
	return nil
}

// watch tells when writing stops and goes on.
func watch(ctx context.Context, load *ledger.Load) {
	last, out := time.Now(), false
	tick := time.NewTicker(250 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-tick.C:
			writes := len(load.Since(last)) > 0
			switch {
			case writes && out:
				log.Printf("writing again after %.1f s", now.Sub(last).Seconds())
				out = false
			case !writes && !out && now.Sub(last) > time.Second:
				log.Print("nothing is written any more")
				out = true
			}
			if writes {
				last = now
			}
		}
	}
}

func logRetry(attempt int, class failover.Class, err error) {
	log.Printf("attempt %d: %s: %v", attempt, class, err)
}

// login reads the secret that RDS keeps, or signs a token where a user for tokens is named.
func login(settings failover.Settings, cloud aws.Config) func(context.Context) (failover.Login, error) {
	if settings.User != "" {
		endpoint := net.JoinHostPort(settings.Host, strconv.Itoa(settings.Port))
		return func(ctx context.Context) (failover.Login, error) {
			token, err := auth.BuildAuthToken(ctx, endpoint, cloud.Region, settings.User, cloud.Credentials)
			return failover.Login{Username: settings.User, Password: token}, err
		}
	}
	secrets := secretsmanager.NewFromConfig(cloud)
	return func(ctx context.Context) (failover.Login, error) {
		secret, err := secrets.GetSecretValue(ctx, &secretsmanager.GetSecretValueInput{SecretId: &settings.SecretARN})
		if err != nil {
			return failover.Login{}, err
		}
		var login failover.Login
		if err := json.Unmarshal([]byte(aws.ToString(secret.SecretString)), &login); err != nil {
			return failover.Login{}, errors.New("the secret is no JSON object with username and password") // not what is in it
		}
		return login, nil
	}
}

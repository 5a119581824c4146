package database

import (
	"regexp"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsbackup"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/internal/arn"
	"github.com/evenkeel-cdk/evenkeel/internal/key"
)

var vaultInARN = regexp.MustCompile(`^backup-vault:[A-Za-z0-9_-]{2,50}$`)

// copyActions are what AWS Backup does with each day's copy besides.
func (d *Database) copyActions() any {
	var actions []any
	for _, c := range d.cfg.BackupPlan.CopyTo {
		actions = append(actions, &awsbackup.CfnBackupPlan_CopyActionResourceTypeProperty{
			DestinationBackupVaultArn: &c.VaultARN,
			Lifecycle:                 &awsbackup.CfnBackupPlan_LifecycleResourceTypeProperty{DeleteAfterDays: jsii.Number(c.RetentionDays)},
		})
	}
	if actions == nil {
		return nil
	}
	return actions
}

// forCopies lets the accounts of the vaults read what is copied to them. Of statements for the same account, the key's policy has
// one.
func (d *Database) forCopies() []key.Statement {
	own := *awscdk.Stack_Of(d).Account()
	var statements []key.Statement
	for _, c := range d.cfg.BackupPlan.CopyTo {
		if account := arn.Account(c.VaultARN); account != "" && account != own {
			statements = append(statements, key.ForCopiesIn(account))
		}
	}
	return statements
}

func (p *Props) checkCopies(problems *problem.List) {
	if p.BackupPlan.Disable && len(p.BackupPlan.CopyTo) > 0 {
		problems.Addf("backupPlan.copyTo", "there is nothing to copy with disable; leave one of them out")
	}
	if p.Topology == ReadableStandbys && len(p.BackupPlan.CopyTo) > 0 {
		problems.Addf("backupPlan.copyTo", "snapshots of readable-standbys cannot be copied; leave it out, or leave out topology")
	}
	seen := map[string]bool{}
	for i, c := range p.BackupPlan.CopyTo {
		field := problem.Join(problem.Index("backupPlan.copyTo", i), "vaultArn")
		switch {
		case c.VaultARN == "":
			problems.Addf(field, "missing; give the ARN of a vault in another Region or account")
		case seen[c.VaultARN]:
			problems.Addf(field, "%s is listed twice", c.VaultARN)
		case !arn.Unresolved(c.VaultARN):
			if _, err := arn.Check(c.VaultARN, "backup", vaultInARN, "arn:aws:backup:us-west-2:111111111111:backup-vault:copies"); err != nil {
				problems.Addf(field, "%v, with 2 to 50 letters, digits, hyphens and underscores for the vault's name", err)
			}
		}
		seen[c.VaultARN] = true
	}
}

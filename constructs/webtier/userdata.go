package webtier

import (
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
)

// endOfUserData is the line that ends the user's script inside the tier's.
const endOfUserData = "END_OF_USER_DATA"

//go:embed userdata.sh
var userDataScript string

// userData is the script of a server's first start. It is written when the template is, once everything that the tier
// uses is known.
type userData struct {
	script      string             // what the parts are put into
	application string             // the user's script, or the one that gets the application
	logs        string             // the part that starts the CloudWatch agent
	volumes     string             // the part that mounts volumes
	drain       string             // the part that watches for the server's end
	environment map[string]*string // the variables of /etc/evenkeel/environment
	region      *string
	stack       *string
	health      health
	asg         *string // the logical id
	timeout     int     // seconds
}

func newUserData(w *WebTier) *userData {
	region := awscdk.Aws_REGION()
	environment := map[string]*string{"AWS_REGION": region}
	for name, value := range w.cfg.variables() {
		environment[name] = &value
	}
	logs := ""
	if w.logGroup != nil {
		logs = w.cfg.logsScript(*w.logGroup.Ref())
	}
	return &userData{
		script:      w.cfg.withWarmPool(userDataScript),
		application: w.cfg.script(),
		logs:        logs,
		volumes:     w.cfg.volumesScript(),
		drain:       w.cfg.drainScript(*region, w.health()),
		environment: environment,
		region:      region,
		stack:       awscdk.Aws_STACK_NAME(),
		health:      w.health(),
		timeout:     60 * w.cfg.Rollout.TimeoutMinutes,
	}
}

// accepts returns an error unless a variable can be added to the environment.
func (u *userData) accepts(name string, value *string) error {
	switch _, taken := u.environment[name]; {
	case !variableName.MatchString(name):
		return fmt.Errorf("%q is not a variable's name", name)
	case taken:
		return fmt.Errorf("the servers already have a variable %s", name)
	case value == nil:
		return fmt.Errorf("%s has no value", name)
	case strings.Contains(*value, "\n"):
		return fmt.Errorf("the value of %s has more than one line", name)
	}
	return nil
}

func (u *userData) token() awsec2.UserData {
	return awsec2.UserData_Custom(awscdk.Lazy_String(u, nil))
}

// Produce returns the script. The CDK calls it in the middle of a synthesis, so it must not call the CDK.
func (u *userData) Produce() *string {
	var environment strings.Builder
	for _, name := range slices.Sorted(maps.Keys(u.environment)) {
		fmt.Fprintf(&environment, "%s=%s\n", name, *u.environment[name])
	}
	script := strings.NewReplacer(
		"{{region}}", *u.region,
		"{{stack}}", *u.stack,
		"{{autoScalingGroup}}", *u.asg,
		"{{state}}", u.health.command,
		"{{healthy}}", u.health.state,
		"{{timeout}}", fmt.Sprint(u.timeout),
		"{{hook}}", warmHook,
		"{{environment}}\n", environment.String(),
		"{{logs}}\n", u.logs,
		"{{volumes}}\n", u.volumes,
		"{{drain}}\n", u.drain,
		"{{application}}\n", u.application,
	).Replace(u.script)
	return &script
}

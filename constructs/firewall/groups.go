package firewall

import (
	"slices"
	"strings"
)

// ManagedGroup is one of AWS's managed rule groups, by its name.
type ManagedGroup string

const (
	// IPReputationList is addresses that AWS has seen to attack, or to look for what to attack.
	IPReputationList ManagedGroup = "AWSManagedRulesAmazonIpReputationList"
	// AnonymousIPList is VPNs, proxies, Tor and hosting providers: many of their users are good.
	AnonymousIPList ManagedGroup = "AWSManagedRulesAnonymousIpList"
	// KnownBadInputs is requests that exploit known vulnerabilities, such as Log4j's.
	KnownBadInputs ManagedGroup = "AWSManagedRulesKnownBadInputsRuleSet"
	// CommonRuleSet is what is bad for most applications. It refuses bodies over 8 KiB: except SizeRestrictions_BODY where
	// files are uploaded.
	CommonRuleSet ManagedGroup = "AWSManagedRulesCommonRuleSet"
	// AdminProtection is paths of administration pages.
	AdminProtection ManagedGroup = "AWSManagedRulesAdminProtectionRuleSet"
	// SQLDatabase is SQL injection.
	SQLDatabase ManagedGroup = "AWSManagedRulesSQLiRuleSet"
	// Linux is attempts to read files of a Linux server.
	Linux ManagedGroup = "AWSManagedRulesLinuxRuleSet"
	// POSIX is attempts to run commands on a server like Linux.
	POSIX ManagedGroup = "AWSManagedRulesUnixRuleSet"
	// Windows is attempts to run commands on a Windows server.
	Windows ManagedGroup = "AWSManagedRulesWindowsRuleSet"
	// PHP is attacks on applications in PHP.
	PHP ManagedGroup = "AWSManagedRulesPHPRuleSet"
	// WordPress is attacks on WordPress.
	WordPress ManagedGroup = "AWSManagedRulesWordPressRuleSet"
	// BotControl is bots that say what they are, with the inspection level COMMON. It is charged besides.
	BotControl ManagedGroup = "AWSManagedRulesBotControlRuleSet"
)

// defaultGroups have the cheapest to tell first: a request that is refused is not looked at again.
var defaultGroups = []ManagedGroup{IPReputationList, KnownBadInputs, CommonRuleSet, SQLDatabase, Linux}

// groupFacts are what a managed group's documentation says of it.
type groupFacts struct {
	capacity    int
	unversioned bool
	rules       string // their names
}

// Source: AWS WAF Developer Guide, "AWS Managed Rules rule groups list".
var managedGroups = map[ManagedGroup]groupFacts{
	IPReputationList: {capacity: 25, unversioned: true, rules: "AWSManagedIPReputationList AWSManagedReconnaissanceList AWSManagedIPDDoSList"},
	AnonymousIPList:  {capacity: 50, unversioned: true, rules: "AnonymousIPList HostingProviderIPList"},
	KnownBadInputs: {capacity: 200, rules: `JavaDeserializationRCE_HEADER JavaDeserializationRCE_BODY JavaDeserializationRCE_URIPATH JavaDeserializationRCE_QUERYSTRING
		Host_localhost_HEADER PROPFIND_METHOD ExploitablePaths_URIPATH Log4JRCE_HEADER Log4JRCE_QUERYSTRING Log4JRCE_BODY Log4JRCE_URIPATH ReactJSRCE_BODY`},
	CommonRuleSet: {capacity: 700, rules: `NoUserAgent_HEADER UserAgent_BadBots_HEADER
		SizeRestrictions_QUERYSTRING SizeRestrictions_Cookie_HEADER SizeRestrictions_BODY SizeRestrictions_URIPATH
		EC2MetaDataSSRF_BODY EC2MetaDataSSRF_COOKIE EC2MetaDataSSRF_URIPATH EC2MetaDataSSRF_QUERYARGUMENTS
		GenericLFI_QUERYARGUMENTS GenericLFI_URIPATH GenericLFI_BODY RestrictedExtensions_URIPATH RestrictedExtensions_QUERYARGUMENTS
		GenericRFI_QUERYARGUMENTS GenericRFI_BODY GenericRFI_URIPATH
		CrossSiteScripting_COOKIE CrossSiteScripting_QUERYARGUMENTS CrossSiteScripting_BODY CrossSiteScripting_URIPATH`},
	AdminProtection: {capacity: 100, rules: "AdminProtection_URIPATH"},
	SQLDatabase: {capacity: 200, rules: `SQLi_QUERYARGUMENTS SQLiExtendedPatterns_QUERYARGUMENTS SQLi_BODY SQLiExtendedPatterns_BODY
		SQLiExtendedPatterns_HEADER SQLiExtendedPatterns_URIPATH SQLi_COOKIE SQLi_URIPATH`},
	Linux: {capacity: 200, rules: "LFI_URIPATH LFI_QUERYSTRING LFI_HEADER"},
	POSIX: {capacity: 100, rules: "UNIXShellCommandsVariables_QUERYSTRING UNIXShellCommandsVariables_BODY UNIXShellCommandsVariables_HEADER"},
	Windows: {capacity: 200, rules: `WindowsShellCommands_COOKIE WindowsShellCommands_HEADER WindowsShellCommands_QUERYARGUMENTS WindowsShellCommands_QUERYSTRING
		WindowsShellCommands_URIPATH WindowsShellCommands_BODY PowerShellCommands_COOKIE PowerShellCommands_QUERYARGUMENTS PowerShellCommands_BODY`},
	PHP: {capacity: 100, rules: `PHPHighRiskMethodsVariables_HEADER PHPHighRiskMethodsVariables_QUERYSTRING PHPHighRiskMethodsVariables_BODY
		PHPHighRiskMethodsVariables_URIPATH`},
	WordPress: {capacity: 100, rules: "WordPressExploitableCommands_QUERYSTRING WordPressExploitablePaths_URIPATH"},
	BotControl: {capacity: 50, rules: `CategoryAdvertising CategoryArchiver CategoryContentFetcher CategoryEmailClient CategoryHttpLibrary CategoryLinkChecker
		CategoryMiscellaneous CategoryMonitoring CategoryPagePreview CategoryScrapingFramework CategorySearchEngine CategorySecurity CategorySeo
		CategorySocialMedia CategoryWebhooks CategoryAI SignalAutomatedBrowser SignalKnownBotDataCenter SignalNonBrowserUserAgent`},
}

// has reports whether the group is known to have a rule of that name.
func (g groupFacts) has(rule string) bool {
	return slices.Contains(strings.Fields(g.rules), rule)
}

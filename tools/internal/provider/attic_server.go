package provider

import (
	"cmp"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/gloriousflywheel/flywheel/tools/internal/atticclient"
	"github.com/gloriousflywheel/flywheel/tools/internal/atticjwt"
	"github.com/gloriousflywheel/flywheel/tools/internal/atticwire"
)

// The environment variables that stand for what the provider's configuration
// does not say.
const (
	endpointEnv  = "ATTIC_ENDPOINT"
	tokenEnv     = "ATTIC_TOKEN"
	tokenFileEnv = "ATTIC_TOKEN_FILE"
)

// atticProviderModel is the provider's configuration.
type atticProviderModel struct {
	Endpoint  types.String `tfsdk:"attic_endpoint"`
	Token     types.String `tfsdk:"attic_token"`
	TokenFile types.String `tfsdk:"attic_token_file"`
}

func atticProviderAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"attic_endpoint": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "URL of the Attic server (the real `atticd`, or `cached`) whose caches the resources `flywheel_attic_*` manage, like `https://attic.example.com/`. Default: the environment variable `" + endpointEnv + "`.",
			Validators:          []validator.String{checked("the URL of a server", atticclient.CheckEndpoint)},
		},
		"attic_token": schema.StringAttribute{
			Optional: true, Sensitive: true,
			MarkdownDescription: "Token for the Attic server; may be ephemeral. Default: the environment variable `" + tokenEnv + "`. Without any, only public caches can be read.",
		},
		"attic_token_file": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "File that holds the token, instead of `attic_token`. Default: the environment variable `" + tokenFileEnv + "`.",
		},
	}
}

// atticServer is the server as far as it is known.
type atticServer struct {
	client *atticclient.Client // nil: not configured
	// later tells that the configuration is known only at apply.
	later bool
}

// server takes the configuration, or else the environment. What is not said is
// an error only for who needs it.
func (m atticProviderModel) server(getenv func(string) string) (*atticServer, diag.Diagnostics) {
	var diags diag.Diagnostics
	if m.Endpoint.IsUnknown() || m.Token.IsUnknown() || m.TokenFile.IsUnknown() {
		return &atticServer{later: true}, diags
	}
	if !m.Token.IsNull() && !m.TokenFile.IsNull() {
		diags.AddAttributeError(path.Root("attic_token_file"), "Two tokens", "Both attic_token and attic_token_file are set: leave one out.")
		return nil, diags
	}
	endpoint := cmp.Or(m.Endpoint.ValueString(), getenv(endpointEnv))
	if endpoint == "" {
		return &atticServer{}, diags
	}
	if err := atticclient.CheckEndpoint(endpoint); err != nil {
		diags.AddError("Unusable Attic server", fmt.Sprintf("%s (from attic_endpoint or the environment variable %s).", capital(err.Error()), endpointEnv))
		return nil, diags
	}
	token, err := m.token(getenv)
	if err != nil {
		diags.AddError("Unusable token file", capital(err.Error())+".")
		return nil, diags
	}
	return &atticServer{client: &atticclient.Client{Endpoint: endpoint, Token: token}}, diags
}

func (m atticProviderModel) token(getenv func(string) string) (string, error) {
	file := m.TokenFile.ValueString()
	if file == "" {
		if token := cmp.Or(m.Token.ValueString(), getenv(tokenEnv)); token != "" {
			return strings.TrimSpace(token), nil
		}
		if file = getenv(tokenFileEnv); file == "" {
			return "", nil
		}
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("reading the token for the Attic server: %w", err)
	}
	token := strings.TrimSpace(string(data))
	if token == "" || strings.ContainsAny(token, " \t\r\n") {
		return "", fmt.Errorf("token file %q does not hold exactly one word", file)
	}
	return token, nil
}

// need gives the client, or a diagnostic with the remedy.
func (s *atticServer) need() (*atticclient.Client, diag.Diagnostics) {
	var diags diag.Diagnostics
	switch {
	case s != nil && s.client != nil:
		return s.client, diags
	case s != nil && s.later:
		diags.AddError("Attic server not known yet", "The provider's attic_endpoint or token follows from something that is known only at apply. Apply that first (-target), or set it by variables or by "+endpointEnv+" and "+tokenEnv+".")
	default:
		diags.AddError("No Attic server", "Set attic_endpoint in the configuration of provider \"flywheel\", or the environment variable "+endpointEnv+".")
	}
	return nil, diags
}

// addAtticError explains what a server refused: the permission that the request
// needs, and what can be seen of the token without its key.
func addAtticError(diags *diag.Diagnostics, client *atticclient.Client, doing string, need atticjwt.Permission, cache string, err error) {
	detail := strings.TrimSuffix(capital(err.Error()), ".") + "."
	if atticclient.Is(err, atticwire.ErrUnauthorized) || atticclient.Is(err, atticwire.ErrAccess) {
		detail += fmt.Sprintf("\n\n%s needs the permission %q (claim %s) on cache %q. ", capital(doing), need, need.Claim(), cache) + aboutToken(client.Token, cache)
	}
	diags.AddError("Attic server refuses: "+doing, detail)
}

// aboutToken says what a token says of itself. A server may well see it
// otherwise; it is only for the message.
func aboutToken(token, cache string) string {
	if token == "" {
		return "No token is configured: set attic_token, attic_token_file, " + tokenEnv + " or " + tokenFileEnv + "."
	}
	claims, err := atticjwt.Unverified(token)
	if err != nil {
		return "The configured token does not tell what it grants."
	}
	if !claims.Expires.IsZero() && !time.Now().Before(claims.Expires) {
		return fmt.Sprintf("The configured token expired at %s: get a new one.", claims.Expires.Format(time.RFC3339))
	}
	granted := claims.Access.On(cache).String()
	if granted == "" {
		granted = "nothing"
	}
	return fmt.Sprintf("The configured token (subject %q) grants %s there.", claims.Subject, granted)
}

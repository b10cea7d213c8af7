package provider

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/gloriousflywheel/flywheel/tools/internal/atticjwt"
)

// clockSkew is how much a server's clock may be behind ours.
const clockSkew = time.Minute

// atticTokenResource is the ephemeral resource flywheel_attic_token.
type atticTokenResource struct{}

// atticTokenModel is what its configuration and result hold.
type atticTokenModel struct {
	SigningSecret     types.String `tfsdk:"signing_secret"`
	SigningSecretFile types.String `tfsdk:"signing_secret_file"`
	Subject           types.String `tfsdk:"subject"`
	Validity          types.String `tfsdk:"validity"`
	Permissions       types.Map    `tfsdk:"permissions"`
	Issuer            types.String `tfsdk:"issuer"`
	Audiences         types.Set    `tfsdk:"audiences"`
	Token             types.String `tfsdk:"token"`
	Expires           types.String `tfsdk:"expires_at"`
}

// Metadata names the resource type.
func (r *atticTokenResource) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_attic_token"
}

// Schema describes the resource.
func (r *atticTokenResource) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	words := strings.Join(atticjwt.Words(), "`, `")
	resp.Schema = schema.Schema{
		MarkdownDescription: "A token for an Attic server (`atticd` or `cached`), signed here by the server's key: nothing is asked of the server, and nothing is kept in state or plan. For one run of OpenTofu, in the configuration of a provider or in a write-only attribute. It cannot be revoked alone: keep the validity short.",
		Attributes: map[string]schema.Attribute{
			"signing_secret": schema.StringAttribute{Optional: true, Sensitive: true,
				MarkdownDescription: "Key that signs, in any form of Attic's configuration: the base64 of an HS256 secret (`ATTIC_SERVER_TOKEN_HS256_SECRET_BASE64`), or an RSA private key as PEM or its base64, which means RS256. Either this or `signing_secret_file`.",
				Validators:          []validator.String{stringvalidator.ExactlyOneOf(path.MatchRoot("signing_secret"), path.MatchRoot("signing_secret_file"))}},
			"signing_secret_file": schema.StringAttribute{Optional: true,
				MarkdownDescription: "File with the key, such as `attic-token.key` in the data directory of `cached`."},
			"subject": schema.StringAttribute{Required: true,
				MarkdownDescription: "Whom the token is for, by any name; it stands in the server's log.", Validators: []validator.String{stringvalidator.LengthAtLeast(1)}},
			"validity": schema.StringAttribute{Required: true,
				MarkdownDescription: "How long the token is valid, as a duration like `10m` or `24h`.", Validators: []validator.String{checked("a duration", checkValidity)}},
			"permissions": schema.MapAttribute{Required: true, ElementType: types.SetType{ElemType: types.StringType},
				MarkdownDescription: "What the token grants: patterns of cache names (`*` stands for any characters), each with a set of `" + words + "`. What a wider pattern grants, a narrower one grants, too.",
				Validators: []validator.Map{mapvalidator.SizeAtLeast(1), mapvalidator.KeysAre(checked("a pattern of cache names", atticjwt.CheckPattern)),
					mapvalidator.ValueSetsAre(setvalidator.SizeAtLeast(1), setvalidator.ValueStringsAre(stringvalidator.OneOf(atticjwt.Words()...)))}},
			"issuer":     schema.StringAttribute{Optional: true, MarkdownDescription: "Issuer (`iss`), for servers that are bound to one. Default: none."},
			"audiences":  schema.SetAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: "Audiences (`aud`), for servers that are bound to some. Default: none."},
			"token":      schema.StringAttribute{Computed: true, Sensitive: true, MarkdownDescription: "The token, a JSON Web Token."},
			"expires_at": schema.StringAttribute{Computed: true, MarkdownDescription: "When it ends, RFC 3339."},
		},
	}
}

func checkValidity(s string) error {
	if d, err := time.ParseDuration(s); err != nil || d < time.Second {
		return fmt.Errorf("validity %q must be a duration of at least a second, such as 10m or 24h", s)
	}
	return nil
}

// Open signs a token.
func (r *atticTokenResource) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var m atticTokenModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	key, err := m.key()
	if err != nil {
		resp.Diagnostics.AddError("Unusable signing key", capital(err.Error())+".")
		return
	}
	var permissions map[string][]string
	resp.Diagnostics.Append(m.Permissions.ElementsAs(ctx, &permissions, false)...)
	var audiences []string
	if !m.Audiences.IsNull() {
		resp.Diagnostics.Append(m.Audiences.ElementsAs(ctx, &audiences, false)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	claims, err := m.claims(permissions, audiences, time.Now())
	if err == nil {
		var token string
		token, err = key.Sign(claims)
		m.Token, m.Expires = types.StringValue(token), types.StringValue(claims.Expires.UTC().Format(time.RFC3339))
	}
	if err != nil {
		resp.Diagnostics.AddError("Token cannot be made", capital(err.Error())+".")
		return
	}
	resp.Diagnostics.Append(resp.Result.Set(ctx, &m)...)
}

func (m *atticTokenModel) key() (*atticjwt.Key, error) {
	if m.SigningSecretFile.IsNull() {
		return atticjwt.ParseKey(m.SigningSecret.ValueString())
	}
	data, err := os.ReadFile(m.SigningSecretFile.ValueString())
	if err != nil {
		return nil, fmt.Errorf("reading signing_secret_file: %w", err)
	}
	return atticjwt.ParseKey(string(data))
}

func (m *atticTokenModel) claims(permissions map[string][]string, audiences []string, now time.Time) (atticjwt.Claims, error) {
	validity, err := time.ParseDuration(m.Validity.ValueString())
	if err != nil {
		return atticjwt.Claims{}, fmt.Errorf("reading validity: %w", err)
	}
	c := atticjwt.Claims{Subject: m.Subject.ValueString(), Issuer: m.Issuer.ValueString(), Audiences: audiences,
		Expires: now.Add(validity), NotBefore: now.Add(-clockSkew)}
	var patterns []string
	for pattern := range permissions {
		patterns = append(patterns, pattern)
	}
	slices.Sort(patterns)
	for _, pattern := range patterns {
		for _, word := range permissions[pattern] {
			p, err := atticjwt.Parse(word)
			if err != nil {
				return c, err
			}
			c.Access = c.Access.With(pattern, p)
		}
	}
	c.Access = c.Access.Spread()
	return c, nil
}

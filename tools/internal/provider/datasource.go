package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/gloriousflywheel/flywheel/tools/internal/localcache"
)

// cacheDataSource is the data source flywheel_local_cache.
type cacheDataSource struct{}

// dataModel is what a configuration reads from the data source.
type dataModel struct {
	DataDir       types.String `tfsdk:"data_dir"`
	HTTPAddress   types.String `tfsdk:"http_address"`
	Running       types.Bool   `tfsdk:"running"`
	Version       types.String `tfsdk:"version"`
	BazelGRPCURL  types.String `tfsdk:"bazel_grpc_url"`
	BazelHTTPURL  types.String `tfsdk:"bazel_http_url"`
	NixCacheURLs  types.Map    `tfsdk:"nix_cache_urls"`
	NixPublicKeys types.Map    `tfsdk:"nix_public_keys"`
}

// Metadata names the data source type.
func (s *cacheDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_local_cache"
}

// Schema documents the data source.
func (s *cacheDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	str := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Computed: true, MarkdownDescription: description}
	}
	strMap := func(description string) schema.MapAttribute {
		return schema.MapAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: description}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "A cache server that another configuration, or another person, runs on this machine or one that it reaches: its URLs and public keys for client configuration. A server that does not answer is no error: `running` is false then and everything about it null.",
		Attributes: map[string]schema.Attribute{
			"data_dir": schema.StringAttribute{
				Optional: true, Computed: true,
				MarkdownDescription: "Data directory of the server on this machine: absolute, or beginning with `~/`. Give this or `http_address`.",
				Validators: []validator.String{checked("a data directory", checkDataDir),
					stringvalidator.ExactlyOneOf(path.MatchRoot("data_dir"), path.MatchRoot("http_address"))},
			},
			"http_address": schema.StringAttribute{
				Optional: true, Computed: true,
				MarkdownDescription: "`host:port` of the server's HTTP side. Give this or `data_dir`.",
				Validators:          []validator.String{checked("an address", localcache.CheckAddress)},
			},
			"running":         schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the server answers as healthy."},
			"version":         str("Version of the server."),
			"bazel_grpc_url":  str("URL for `--remote_cache` over gRPC."),
			"bazel_http_url":  str("URL for `--remote_cache` over HTTP."),
			"nix_cache_urls":  strMap("Substituter URL of each Nix cache, by name."),
			"nix_public_keys": strMap("Public key of each Nix cache for `trusted-public-keys`, by name."),
		},
	}
}

// Read asks the server.
func (s *cacheDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m dataModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	status, err := m.lookUp(ctx)
	if err != nil {
		resp.Diagnostics.AddError("Server cannot be looked up", capital(err.Error())+".")
		return
	}
	m.setStatus(status)
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

// lookUp finds the server's status; nil when none answers.
func (m *dataModel) lookUp(ctx context.Context) (*localcache.Status, error) {
	if m.DataDir.IsNull() {
		return localcache.HealthyStatus(ctx, m.HTTPAddress.ValueString()), nil
	}
	dir, err := localcache.NewDir(m.DataDir.ValueString())
	if err != nil {
		return nil, err
	}
	st, err := localcache.Inspect(ctx, dir)
	if err != nil {
		return nil, fmt.Errorf("reading data directory %q: %w", string(dir), err)
	}
	if st == nil {
		return nil, nil
	}
	return st.Status, nil
}

func (m *dataModel) setStatus(s *localcache.Status) {
	m.Running = types.BoolValue(s != nil)
	m.NixCacheURLs = types.MapNull(types.StringType)
	m.NixPublicKeys = types.MapNull(types.StringType)
	if s == nil {
		return
	}
	if m.DataDir.IsNull() {
		m.DataDir = types.StringValue(s.DataDir)
	}
	if m.HTTPAddress.IsNull() {
		m.HTTPAddress = types.StringValue(s.HTTPAddress)
	}
	m.Version = types.StringValue(s.Version)
	m.BazelGRPCURL = types.StringValue(localcache.GRPCURL(s.GRPCAddress))
	m.BazelHTTPURL = types.StringValue(localcache.HTTPURL(m.HTTPAddress.ValueString()))
	urls := make(map[string]string, len(s.Caches))
	for _, c := range s.Caches {
		urls[c.Name] = localcache.NixCacheURL(m.HTTPAddress.ValueString(), c.Name)
	}
	m.NixCacheURLs = stringMap(urls)
	m.NixPublicKeys = stringMap(s.PublicKeys())
}

"""Runs pool-audit as Bazel actions: one extraction a source (the map), one link (the reduce).

The aspect goes over the deps of cc_* targets and declares, for each C or C++ source, an action that
writes a facts file. Bazel caches it, runs it remotely, and repeats it only when the source, a header
that it can see, or a flag changes. The rule joins the facts of its targets into one report.

    load("@pool_audit//integrations/bazel:pool_audit.bzl", "pool_audit_report")

    pool_audit_report(
        name = "pools",
        targets = ["//server"],
        formats = ["json", "markdown"],
    )
"""

load("@bazel_tools//tools/build_defs/cc:action_names.bzl", "ACTION_NAMES")
load("@bazel_tools//tools/cpp:toolchain_utils.bzl", "find_cpp_toolchain")

PoolFactsInfo = provider(
    doc = "Facts files of a target and of everything that it depends on.",
    fields = {"facts": "depset of File"},
)

_C = ["c"]
_CXX = ["cc", "cpp", "cxx", "c++", "C"]
_EXTENSIONS = {"json": "json", "markdown": "md", "text": "txt"}

def _sources_of(ctx):
    sources = []
    for attribute in ["srcs", "hdrs"]:
        for target in getattr(ctx.rule.attr, attribute, []):
            sources.extend([
                file
                for file in target.files.to_list()
                if file.extension in _C + _CXX and file.is_source
            ])
    return sources

def _command_of(ctx, toolchain, features, compilation, source):
    is_c = source.extension in _C
    action = ACTION_NAMES.c_compile if is_c else ACTION_NAMES.cpp_compile
    flags = ctx.fragments.cpp.copts + (
        ctx.fragments.cpp.conlyopts if is_c else ctx.fragments.cpp.cxxopts
    )

    # Bazel hands the folders of `includes` to the compiler as system folders, and what is in a system
    # header is not the program's. Only those of other repositories stay such.
    own = []
    foreign = []
    for folder in compilation.system_includes.to_list():
        is_foreign = folder.startswith("external/") or "/external/" in folder
        (foreign if is_foreign else own).append(folder)
    variables = cc_common.create_compile_variables(
        feature_configuration = features,
        cc_toolchain = toolchain,
        source_file = source.path,
        user_compile_flags = flags + [
            ctx.expand_make_variables("copts", flag, {})
            for flag in getattr(ctx.rule.attr, "copts", [])
        ],
        include_directories = depset(own, transitive = [compilation.includes]),
        quote_include_directories = compilation.quote_includes,
        system_include_directories = depset(foreign),
        framework_include_directories = compilation.framework_includes,
        preprocessor_defines = depset(
            getattr(ctx.rule.attr, "local_defines", []),
            transitive = [compilation.defines],
        ),
    )
    compiler = cc_common.get_tool_for_action(
        feature_configuration = features,
        action_name = action,
    )
    arguments = cc_common.get_memory_inefficient_command_line(
        feature_configuration = features,
        action_name = action,
        variables = variables,
    )
    return [compiler] + arguments

def _extract(ctx, toolchain, features, compilation, source):
    facts = ctx.actions.declare_file(
        "{}.pool-facts/{}.facts".format(ctx.rule.attr.name, source.short_path.replace("/", "_")),
    )
    arguments = ctx.actions.args()
    arguments.add("extract")
    arguments.add("--quiet")
    arguments.add("--root", ".")
    arguments.add("--output", facts)
    arguments.add_all(ctx.files._models, before_each = "--model")
    arguments.add("--")
    arguments.add_all(_command_of(ctx, toolchain, features, compilation, source))
    ctx.actions.run(
        executable = ctx.executable._pool_audit,
        arguments = [arguments],
        inputs = depset(
            [source] + ctx.files._models,
            transitive = [compilation.headers, toolchain.all_files],
        ),
        outputs = [facts],
        mnemonic = "PoolFacts",
        progress_message = "Reading the pools of " + source.short_path,
        use_default_shell_env = True,
    )
    return facts

def _aspect_impl(target, ctx):
    inherited = []
    for attribute in ["deps", "implementation_deps"]:
        inherited.extend([
            dep[PoolFactsInfo].facts
            for dep in getattr(ctx.rule.attr, attribute, [])
            if PoolFactsInfo in dep
        ])
    if CcInfo not in target:
        return [PoolFactsInfo(facts = depset(transitive = inherited))]
    toolchain = find_cpp_toolchain(ctx)
    features = cc_common.configure_features(
        ctx = ctx,
        cc_toolchain = toolchain,
        requested_features = ctx.features,
        # Modules and precompiled headers are another compiler's files.
        unsupported_features = ctx.disabled_features + ["module_maps", "header_modules"],
    )
    compilation = target[CcInfo].compilation_context
    own = [
        _extract(ctx, toolchain, features, compilation, source)
        for source in _sources_of(ctx)
    ]
    return [PoolFactsInfo(facts = depset(own, transitive = inherited))]

pool_audit_aspect = aspect(
    implementation = _aspect_impl,
    doc = "Writes a facts file for each C or C++ source of a target and its dependencies.",
    attr_aspects = ["deps", "implementation_deps"],
    attrs = {
        # Bazel before 7 finds the toolchain by this attribute.
        "_cc_toolchain": attr.label(
            default = Label("@bazel_tools//tools/cpp:current_cc_toolchain"),
        ),
        "_pool_audit": attr.label(
            default = Label("//integrations/bazel:pool-audit"),
            executable = True,
            cfg = "exec",
        ),
        "_models": attr.label(
            default = Label("//integrations/bazel:models"),
            allow_files = True,
        ),
    },
    fragments = ["cpp"],
    toolchains = ["@bazel_tools//tools/cpp:toolchain_type"],
)

def _report_impl(ctx):
    facts = depset(transitive = [target[PoolFactsInfo].facts for target in ctx.attr.targets])
    arguments = ctx.actions.args()
    arguments.add("link")
    arguments.add("--root", ".")
    arguments.add_all(ctx.files._models, before_each = "--model")
    outputs = []
    for format in ctx.attr.formats:
        output = ctx.actions.declare_file("{}.{}".format(ctx.label.name, _EXTENSIONS[format]))
        outputs.append(output)
        arguments.add("--output", output)
    arguments.add_all(ctx.attr.arguments)

    # The list goes through a file: a large program does not fit on a command line.
    names = ctx.actions.args()
    names.set_param_file_format("multiline")
    names.use_param_file("@%s", use_always = True)
    names.add_all(facts)
    ctx.actions.run(
        executable = ctx.executable._pool_audit,
        arguments = [arguments, names],
        inputs = depset(ctx.files._models, transitive = [facts]),
        outputs = outputs,
        mnemonic = "PoolReport",
        progress_message = "Joining the pools of {}".format(ctx.label),
        use_default_shell_env = True,
    )
    return [DefaultInfo(files = depset(outputs))]

pool_audit_report = rule(
    implementation = _report_impl,
    doc = "Joins the facts of targets into one inventory.",
    attrs = {
        "targets": attr.label_list(
            mandatory = True,
            aspects = [pool_audit_aspect],
            doc = "cc_library, cc_binary or cc_test targets; their dependencies are read too",
        ),
        "formats": attr.string_list(
            default = ["json"],
            doc = "json, markdown, text",
        ),
        "arguments": attr.string_list(doc = "further arguments of pool-audit link"),
        "_pool_audit": attr.label(
            default = Label("//integrations/bazel:pool-audit"),
            executable = True,
            cfg = "exec",
        ),
        "_models": attr.label(
            default = Label("//integrations/bazel:models"),
            allow_files = True,
        ),
    },
)

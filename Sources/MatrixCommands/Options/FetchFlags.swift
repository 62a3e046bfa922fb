import ArgumentParser
import MatrixBuild

/// Where tarballs may come from.
struct FetchFlags: ParsableArguments {
    @Flag(help: "Use no network: only what the store and `--mirror` folders have.")
    var offline = false

    @Option(
        help: ArgumentHelp(
            "A folder, or a file://, http:// or https:// address, that has tarballs under their upstream names; asked before upstream. May be given several times.",
            valueName: "place"))
    var mirror: [String] = []

    var options: FetchOptions { FetchOptions(offline: offline, mirrors: mirror) }
}

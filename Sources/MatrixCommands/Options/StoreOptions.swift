import ArgumentParser
import MatrixHost
import MatrixStore
import SystemPackage

/// Which store and which recipes a verb works with.
struct StoreOptions: ParsableArguments {
    @Option(
        name: .customLong("cache"),
        help: ArgumentHelp(
            "The store's folder. Default: WSGIMATRIX_CACHE, else `cache/` of the checkout that this binary was built in, else the XDG cache folder.",
            valueName: "dir"))
    var cache: String?

    @Option(
        name: .customLong("recipes"),
        help: ArgumentHelp(
            "A folder with recipes of your own, which win over the built-in ones. Default: WSGIMATRIX_RECIPES.",
            valueName: "dir"))
    var recipes: String?

    /// The store alone, for verbs that need no recipes.
    func store(_ host: Host) throws -> Store {
        Store(layout: Layout(root: try Places(environment: host.environment).storeFolder(option: cache)), host: host)
    }

    /// Opens what the options name.
    func context() throws -> Context { try Context(host: .current(), options: self) }
}

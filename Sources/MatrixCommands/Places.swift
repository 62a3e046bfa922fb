import MatrixHost
import MatrixServers
import SystemPackage

/// Where recipes and the store are, from the options, the environment and the place of our own binary.
struct Places {
    let environment: HostEnvironment

    /// The checkout that this binary was built in; nil for an installed one.
    func checkout() throws -> FilePath? {
        var folder = environment.executable.removingLastComponent()
        while !folder.components.isEmpty {
            if try exists(folder, "Package.swift") && exists(folder, "recipes/cpython.yaml") { return folder }
            folder = folder.removingLastComponent()
        }
        return nil
    }

    /// The built-in recipes: the checkout's, or `share/wsgimatrix/recipes` beside the `bin/` that holds the binary.
    func recipeFolder() throws -> FilePath {
        if let checkout = try checkout() { return checkout.appending("recipes") }
        let prefix = environment.executable.removingLastComponent().removingLastComponent()
        let installed = prefix.appending("share").appending("wsgimatrix").appending("recipes")
        guard try exists(installed, "cpython.yaml") else { throw CommandError.noRecipes(installed) }
        return installed
    }

    /// A user's own recipes; nil when none were named.
    func userRecipes(option: String?) -> FilePath? {
        (option ?? environment["WSGIMATRIX_RECIPES"]).map(absolute)
    }

    /// `--cache`, WSGIMATRIX_CACHE, the checkout's `cache/`, or the XDG cache folder.
    ///
    /// Root is given `/var/cache/wsgimatrix` where the Apache that root starts, running as another user, could not read
    /// the default, as below a home folder of mode 0700.
    func storeFolder(option: String?) throws -> FilePath {
        if let named = option ?? environment["WSGIMATRIX_CACHE"] { return absolute(named) }
        let folder =
            try checkout()?.appending("cache")
            ?? environment["XDG_CACHE_HOME"].map { absolute($0).appending("wsgimatrix") }
            ?? environment.homeDirectory.appending(".cache").appending("wsgimatrix")
        if environment.userID == 0, !isReachable(folder.removingLastComponent(), by: webServer) {
            return FilePath("/var/cache/wsgimatrix")
        }
        return folder
    }

    /// The user that an Apache started by root runs its children as.
    private var webServer: String { ApacheConfiguration.RunAs.webServer.user }

    private func isReachable(_ folder: FilePath, by user: String) -> Bool {
        (try? AccessCheck.verify(runAs: user, reading: [], passing: [folder])) != nil
    }

    private func absolute(_ path: String) -> FilePath {
        environment.workingDirectory.pushing(FilePath(path)).lexicallyNormalized()
    }

    private func exists(_ folder: FilePath, _ relative: String) throws -> Bool {
        try Files.status(folder.pushing(FilePath(relative))) != nil
    }
}

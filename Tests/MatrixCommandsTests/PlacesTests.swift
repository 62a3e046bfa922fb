import MatrixHost
import MatrixTestSupport
import SystemPackage
import Testing

@testable import MatrixCommands

@Suite struct PlacesTests {
    /// A home and an installed binary that nobody but this test has.
    private func places(_ folder: FilePath, variables: [String: String] = [:], userID: UInt32 = 1000) -> Places {
        Places(
            environment: HostEnvironment(
                variables: variables, executable: folder.appending("bin/wsgimatrix"),
                workingDirectory: folder.appending("here"), homeDirectory: folder.appending("home"), userID: userID))
    }

    private func makeCheckout(_ folder: FilePath) throws {
        try Files.makeFolders(folder.appending("recipes"))
        try Files.writeFile(folder.appending("Package.swift"), "")
        try Files.writeFile(folder.appending("recipes/cpython.yaml"), "")
    }

    @Test func theOptionWinsOverTheVariableOverTheCheckoutOverTheXDGFolderOverTheHome() async throws {
        try await withTemporaryFolder { folder in
            var variables = ["WSGIMATRIX_CACHE": "/from/variable", "XDG_CACHE_HOME": "/xdg"]
            try makeCheckout(folder)
            #expect(try places(folder, variables: variables).storeFolder(option: "/from/option") == "/from/option")
            #expect(try places(folder, variables: variables).storeFolder(option: nil) == "/from/variable")
            variables["WSGIMATRIX_CACHE"] = ""
            #expect(try places(folder, variables: variables).storeFolder(option: nil) == folder.appending("cache"))
            try Files.removeTree(folder.appending("Package.swift"))
            #expect(try places(folder, variables: variables).storeFolder(option: nil) == "/xdg/wsgimatrix")
            variables["XDG_CACHE_HOME"] = nil
            #expect(
                try places(folder, variables: variables).storeFolder(option: nil)
                    == folder.appending("home/.cache/wsgimatrix"))
        }
    }

    @Test(arguments: [("sub", "here/sub"), ("../sub", "sub"), ("./a/../b", "here/b")])
    func aRelativePathIsThatOfTheWorkingFolder(written: String, meant: String) async throws {
        try await withTemporaryFolder { folder in
            let meant = folder.pushing(FilePath(meant))
            let named = try places(folder).storeFolder(option: written)
            #expect(named == meant)
            #expect(try places(folder, variables: ["WSGIMATRIX_CACHE": written]).storeFolder(option: nil) == meant)
            #expect(places(folder).userRecipes(option: written) == meant)
        }
    }

    @Test func rootIsGivenAPlaceThatApachesChildrenMayPass() async throws {
        try await withTemporaryFolder { folder in
            try makeCheckout(folder)
            try Files.setPermissions(folder, [.ownerReadWriteExecute])
            #expect(try places(folder, userID: 0).storeFolder(option: nil) == "/var/cache/wsgimatrix")
            #expect(try places(folder, userID: 1000).storeFolder(option: nil) == folder.appending("cache"))
            let named = folder.appending("named")
            #expect(try places(folder, userID: 0).storeFolder(option: named.string) == named, "what is named is taken")
        }
    }

    @Test func rootKeepsACheckoutThatEverybodyMayPass() async throws {
        try await withTemporaryFolder { folder in
            try makeCheckout(folder)
            try Files.setPermissions(folder, .sharedFolder)
            #expect(try places(folder, userID: 0).storeFolder(option: nil) == folder.appending("cache"))
        }
    }

    @Test func recipesAreTheCheckoutsOrTheInstalledOnes() async throws {
        try await withTemporaryFolder { folder in
            let installed = folder.appending("share/wsgimatrix/recipes")
            #expect(throws: CommandError.noRecipes(installed)) { try places(folder).recipeFolder() }
            try Files.makeFolders(installed)
            try Files.writeFile(installed.appending("cpython.yaml"), "")
            #expect(try places(folder).recipeFolder() == installed)
            try makeCheckout(folder)
            #expect(try places(folder).recipeFolder() == folder.appending("recipes"))
        }
    }

    @Test func aUsersRecipesAreNamedByOptionOrVariable() {
        let folder: FilePath = "/nonexistent"
        #expect(places(folder).userRecipes(option: nil) == nil)
        let variables = ["WSGIMATRIX_RECIPES": "/mine"]
        #expect(places(folder, variables: variables).userRecipes(option: nil) == "/mine")
        #expect(places(folder, variables: variables).userRecipes(option: "/other") == "/other")
    }
}

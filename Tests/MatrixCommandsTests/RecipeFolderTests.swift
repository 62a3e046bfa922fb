import MatrixHost
import MatrixModel
import MatrixTestSupport
import SystemPackage
import Testing

@testable import MatrixCommands

@Suite struct RecipeFolderTests {
    private static let digest = String(repeating: "a", count: 64)

    private func recipe(_ kind: String, _ version: String) -> String {
        """
        format: 1
        kind: \(kind)
        archives: {tgz: {file: "{version}.tgz", url: "http://localhost/{version}.tgz"}}
        versions: {"\(version)": {tgz: {sha256: "\(Self.digest)"}}}
        """
    }

    private func makeBuiltIn(_ folder: FilePath) throws -> FilePath {
        let builtIn = folder.appending("built-in")
        try Files.makeFolder(builtIn)
        try Files.writeFile(builtIn.appending("cpython.yaml"), recipe("cpython", "3.13.5"))
        try Files.writeFile(builtIn.appending("mod_wsgi.yaml"), recipe("mod_wsgi", "6.1.1"))
        try Files.writeFile(builtIn.appending("driver.yaml"), recipe("driver", "4.20.0"))
        try Files.writeFile(builtIn.appending("mongodb.yaml"), recipe("mongodb", "8.0.11"))
        return builtIn
    }

    @Test func aUsersRecipesAreAddedToTheBuiltInOnes() async throws {
        try await withTemporaryFolder { folder in
            let builtIn = try makeBuiltIn(folder)
            let users = folder.appending("users")
            try Files.makeFolder(users)
            try Files.writeFile(users.appending("cpython.yaml"), recipe("cpython", "3.15.0"))
            let book = try RecipeFolder(builtIn: builtIn, users: users).read()
            #expect(book.cpython.table.versions.map(\.description) == ["3.13.5", "3.15.0"])
            #expect(book.modWsgi.table.versions.map(\.description) == ["6.1.1"])
        }
    }

    @Test func aFolderWithoutRecipesIsNamed() async throws {
        try await withTemporaryFolder { folder in
            let builtIn = try makeBuiltIn(folder)
            for users in [folder.appending("missing"), folder] {
                #expect(throws: CommandError.noUserRecipes(users)) {
                    try RecipeFolder(builtIn: builtIn, users: users).read()
                }
            }
        }
    }

    @Test func aRecipeThatCannotBeReadIsNamed() async throws {
        try await withTemporaryFolder { folder in
            let builtIn = try makeBuiltIn(folder)
            let path = builtIn.appending("mod_wsgi.yaml")
            try Files.removeTree(path)
            let missing = CommandError.recipeUnreadable(path, reason: "No such file or directory")
            #expect(throws: missing) { try RecipeFolder(builtIn: builtIn, users: nil).read() }
            try Files.makeFolder(path)
            let folder = CommandError.recipeUnreadable(path, reason: "Is a directory")
            #expect(throws: folder) { try RecipeFolder(builtIn: builtIn, users: nil).read() }
        }
    }

    @Test func aMalformedRecipeIsToldWithFileAndLine() async throws {
        try await withTemporaryFolder { folder in
            let builtIn = try makeBuiltIn(folder)
            let path = builtIn.appending("cpython.yaml")
            try Files.writeFile(path, recipe("cpython", "3.13.5").replacing("kind", with: "kinds"))
            let error = #expect(throws: RecipeError.self) { try RecipeFolder(builtIn: builtIn, users: nil).read() }
            #expect(error?.description.hasPrefix("`\(path):2`: unknown key `kinds`") == true)
        }
    }

    @Test func aUsersMatrixGoesOnTopOfTheBuiltInOne() async throws {
        try await withTemporaryFolder { folder in
            let builtIn = try makeBuiltIn(folder)
            let axes =
                "{python: [3.13.5], mod_wsgi: [6.1.1], mode: [daemon], mpm: [event], topology: [standalone], driver: [newest]}"
            try Files.writeFile(builtIn.appending("matrix.yaml"), "format: 1\nkind: matrix\naxes: \(axes)\n")
            let users = folder.appending("users")
            try Files.makeFolder(users)
            let recipes = RecipeFolder(builtIn: builtIn, users: users)
            #expect(try recipes.readMatrix().axes.mpms == [.event])
            try Files.writeFile(
                users.appending("matrix.yaml"), "format: 1\nkind: matrix\naxes: {mpm: [prefork]}\n")
            #expect(try recipes.readMatrix().axes.mpms == [.event, .prefork])
            #expect(try recipes.read().cpython.table.versions.map(\.description) == ["3.13.5"])
        }
    }
}

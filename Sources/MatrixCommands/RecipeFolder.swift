import MatrixHost
import MatrixModel
import SystemPackage

/// Reads the recipe files: the built-in ones, and a user's on top.
struct RecipeFolder {
    let builtIn: FilePath
    let users: FilePath?

    func read() throws -> RecipeBook {
        var book = RecipeBook(
            cpython: try CPythonRecipe(try text(.cpython, in: builtIn), file: name(.cpython, in: builtIn)),
            modWsgi: try ModWsgiRecipe(try text(.modWsgi, in: builtIn), file: name(.modWsgi, in: builtIn)),
            driver: try DriverRecipe(try text(.driver, in: builtIn), file: name(.driver, in: builtIn)),
            mongodb: try MongodbRecipe(try text(.mongodb, in: builtIn), file: name(.mongodb, in: builtIn)))
        guard let users else { return book }
        let kinds = try RecipeKind.allCases.filter { try Files.status(users.appending($0.fileName)) != nil }
        guard !kinds.isEmpty else { throw CommandError.noUserRecipes(users) }
        if kinds.contains(.cpython) {
            book.cpython = book.cpython.merging(
                try CPythonRecipe(
                    try text(.cpython, in: users), file: name(.cpython, in: users), extending: book.cpython))
        }
        if kinds.contains(.modWsgi) {
            book.modWsgi = book.modWsgi.merging(
                try ModWsgiRecipe(
                    try text(.modWsgi, in: users), file: name(.modWsgi, in: users), extending: book.modWsgi))
        }
        if kinds.contains(.driver) {
            book.driver = book.driver.merging(
                try DriverRecipe(
                    try text(.driver, in: users), file: name(.driver, in: users), extending: book.driver))
        }
        if kinds.contains(.mongodb) {
            book.mongodb = book.mongodb.merging(
                try MongodbRecipe(
                    try text(.mongodb, in: users), file: name(.mongodb, in: users), extending: book.mongodb))
        }
        return book
    }

    /// The matrix, with a user's on top; it is read only by what tests or builds many cells.
    func readMatrix() throws -> MatrixRecipe {
        let own = try MatrixRecipe(try text(.matrix, in: builtIn), file: name(.matrix, in: builtIn))
        guard let users, try Files.status(users.appending(RecipeKind.matrix.fileName)) != nil else { return own }
        return try MatrixRecipe(try text(.matrix, in: users), file: name(.matrix, in: users), extending: own)
    }

    /// The known-bads and their healthy twins.
    func readControls() throws -> [Control] {
        let path = builtIn.appending("apps").appending("controls").appending("controls.yaml")
        return try ControlRecipe(try text(path), file: path.string).controls
    }

    private func name(_ kind: RecipeKind, in folder: FilePath) -> String { folder.appending(kind.fileName).string }

    private func text(_ kind: RecipeKind, in folder: FilePath) throws -> String {
        try text(folder.appending(kind.fileName))
    }

    private func text(_ path: FilePath) throws -> String {
        do {
            return try Files.readText(path)
        } catch let error as FileError {
            throw CommandError.recipeUnreadable(path, reason: error.errno.map { "\($0)" } ?? "\(error)")
        }
    }
}

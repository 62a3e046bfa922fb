import MatrixModel
import SystemPackage

/// Why a verb could not start.
enum CommandError: Mendable, Equatable {
    case noRecipes(FilePath)
    case recipeUnreadable(FilePath, reason: String)
    case noUserRecipes(FilePath)
    case notACell(String)
}

extension CommandError: CustomStringConvertible {
    var description: String {
        switch self {
        case .noRecipes(let path): "the recipes are not at `\(path)`, where this binary looks for them"
        case .recipeUnreadable(let path, let reason): "cannot read the recipe `\(path)`: \(reason)"
        case .noUserRecipes(let path):
            "`\(path)` holds none of `cpython.yaml`, `mod_wsgi.yaml`, `driver.yaml`, `matrix.yaml` and `mongodb.yaml`"
        case .notACell(let text): "`\(text)` is not a cell"
        }
    }

    var hint: String? {
        switch self {
        case .noRecipes: "make install PREFIX=DIR puts the binary and the recipes side by side"
        case .recipeUnreadable, .noUserRecipes: nil
        case .notACell: "a cell is written `3.13.5+6.1.1+daemon+event`; `wsgimatrix list` shows the provisioned ones"
        }
    }
}

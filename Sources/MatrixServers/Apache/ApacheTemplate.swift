import MatrixHost
import Mustache
import SystemPackage

/// A template that ships with the recipes.
struct ApacheTemplate: Sendable {
    private let template: MustacheTemplate

    /// Reads it from a folder; throws `ServerError.templateUnreadable`.
    init(_ name: String, in folder: FilePath) throws {
        let path = folder.appending(name)
        do {
            template = try MustacheTemplate(string: try Files.readText(path))
        } catch {
            throw ServerError.templateUnreadable(path.string, reason: "\(error)")
        }
    }

    func render(_ values: [String: Any]) -> String { template.render(values) }
}

package import MatrixHost
package import MatrixModel
package import SystemPackage

package struct FetchOptions: Sendable {
    package var offline: Bool
    package var mirrors: [String]
    package init(offline: Bool, mirrors: [String]) {
        self.offline = offline
        self.mirrors = mirrors
    }
}
package struct SourceFetcher: Sendable {
    package init(host: Host, folder: FilePath, locks: FilePath, options: FetchOptions) {}
    package func fetch(_ source: Source) async throws -> FilePath { fatalError() }
    package func fetch(anyOf: [Source]) async throws -> (Source, FilePath) { fatalError() }
}

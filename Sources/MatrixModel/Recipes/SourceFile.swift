/// A file that the build system reads when it is there, written into the source folder before `configure`.
package struct SourceFile: Hashable, Sendable {
    /// Relative to the source folder.
    package var path: String
    /// `{jobs}` stands for how many compilers may run at once.
    package var text: String

    package var namesJobs: Bool { text.contains("{jobs}") }
}

/// Arguments of `make` by phase.
package struct MakeArguments: Hashable, Sendable {
    package var build: [String] = []
    package var install: [String] = []
}

extension RecipeNode {
    /// Reads the rows of `files`.
    func sourceFiles() throws -> [Ranged<SourceFile>] {
        try ranged("files", keys: ["path", "text"]) {
            SourceFile(
                path: try $0.required("path", "a file of the source folder").text(),
                text: try $0.required("text", "what is in it").text())
        }
    }

    /// Reads the rows of `make`.
    func makeArguments() throws -> [Ranged<MakeArguments>] {
        try ranged("make", keys: ["build", "install"]) {
            MakeArguments(build: try $0.optionalTexts("build"), install: try $0.optionalTexts("install"))
        }
    }
}

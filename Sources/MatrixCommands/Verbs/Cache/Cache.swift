import ArgumentParser

struct Cache: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cache",
        abstract: "Look into the store, check it, thin it out, and take it elsewhere.",
        subcommands: [
            CacheList.self, CacheVerify.self, CachePrune.self, CacheExplain.self, CacheExport.self, CacheImport.self,
        ])
}
